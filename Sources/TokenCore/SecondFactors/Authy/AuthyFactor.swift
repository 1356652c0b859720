public import ServiceModel

/// Authy: codes by application, text message or call, and approvals; all verified by Authy (contract: `two-factor.md` §9).
public struct AuthyFactor: SecondFactorProvider {
    public static let descriptor = ProviderDescriptor(
        code: "authy", name: "Authy", actionPrefix: "tfa/authy/",
        extraActions: ["configurepost", "configureverifypost", "verify", "authpost", "token", "onetouch", "verifyonetouch"],
        settings: [apiKey.descriptor, oneTouchMessage.descriptor], requiredSettings: [apiKey.descriptor],
        service: .init(settingName: "authy-url", defaultURL: serviceURL + "/", help: "Where requests to Authy are sent."))

    /// Without trailing slash.
    static let serviceURL = "https://api.authy.com"

    private static let apiKey = SettingKey.secret(
        "twofactorauth/authy/api_key", range: "empty, or up to 255 visible characters", help: "The API key of the application at Authy."
    ) { $0.utf8.count <= 255 && $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } }
    static let oneTouchMessage = SettingKey.text(
        "twofactorauth/authy/onetouch_message", default: "Sign in to the gateway", range: "up to 255 characters",
        help: "The text of an approval request."
    ) { $0.count <= 255 }

    public struct State: Codable, Sendable {
        var country: String?
        var phone: String?
        /// A code has been sent to the phone and not been verified yet.
        var isChecking: Bool?
        /// The id of the user at Authy.
        var user: String?
        /// The id of the pending approval request.
        var approval: String?
    }

    /// The phone to enrol, and how the code reaches it.
    public struct Device: Sendable {
        public let country: String
        public let phone: String
        /// `sms` or `call`.
        public let method: String

        public init(country: String, phone: String, method: String) {
            self.country = country
            self.phone = phone
            self.method = method
        }
    }

    /// The response of Authy to a request for a code.
    public struct Prompt: Sendable {
        public let message: String
        public let expirationSeconds: String
    }

    let pipeline: FactorPipeline
    let services: ProviderServices
    let baseURL: PublicBaseURL

    public init(_ dependencies: ProviderDependencies) {
        pipeline = dependencies.pipeline
        services = dependencies.services
        baseURL = dependencies.baseURL
    }

    public func newState() -> State { State() }

    func client(_ settings: Settings) throws -> AuthyClient {
        AuthyClient(key: try pipeline.keyring.open(Self.apiKey, in: settings), services: services)
    }

    /// Has Authy send a code to a phone.
    /// - Throws: the faults of `two-factor.md` §6; `tfa.authy-via`, `tfa.provider-message`, `tfa.provider-unreachable`.
    public func configure(_ token: Secret, _ device: Device, _ context: CallContext) async throws(Fault) -> Prompt {
        try await pipeline.configure(self, token, context) { factor in
            guard let method = DeliveryMethod(rawValue: device.method), method != .onetouch else { throw Fault(.tfaAuthyVia) }
            let response = try await withoutCounting {
                try await client(factor.settings).post(
                    "protected/json/phones/verification/start",
                    [("via", method.rawValue), ("country_code", device.country), ("phone_number", device.phone)])
            }
            return Prompt(message: response["message"]?.asText ?? "", expirationSeconds: Self.text(response["seconds_to_expire"]) ?? "")
        } update: { factor, prompt, _ in
            factor.state = State(country: device.country, phone: device.phone, isChecking: true)
            return prompt
        }
    }

    /// Activates the provider after Authy has accepted the code and created the user.
    public func activate(_ token: Secret, code: Secret, _ context: CallContext) async throws(Fault) {
        try await pipeline.activate(self, token, context) { factor in
            guard factor.state.isChecking == true else { throw Fault(.tfaAuthyRequestMissing) }
            guard let country = factor.state.country, let phone = factor.state.phone else { throw Fault(.tfaAuthyPhoneMissing) }
            let client = try client(factor.settings)
            _ = try await countingRefusals {
                try await client.get(
                    "protected/json/phones/verification/check",
                    [("country_code", country), ("phone_number", phone), ("verification_code", code.revealed)])
            }
            let response = try await withoutCounting {
                try await client.post(
                    "protected/json/users/new",
                    [("user[email]", factor.admin.email), ("user[cellphone]", phone), ("user[country_code]", country)])
            }
            guard let user = Self.text(response["user"]?["id"]), Self.isPlain(user) else { throw Fault(.tfaAuthyUserMissing) }
            return (phone: phone, user: user)
        } verify: { factor, enrolled, _ in
            // Another phone may have been configured during the calls.
            guard factor.state.phone == enrolled.phone else { throw Fault(.tfaAuthyRequestMissing) }
            factor.state.isChecking = nil
            factor.state.user = enrolled.user
            return true
        }
    }

    /// - Throws: the faults of `two-factor.md` §5; `tfa.authy-code-format`, `tfa.authy-user-missing`, `tfa.provider-message`,
    ///   `tfa.provider-unreachable`.
    public func signIn(_ credentials: AdminCredentials, code: Secret, _ context: CallContext) async throws(Fault) -> Secret {
        try await pipeline.signIn(self, credentials, context) { factor in
            guard Self.isPlain(code.revealed) else { throw SecondFactorError(.tfaAuthyCodeFormat) }
            guard let user = factor.state.user else { throw Fault(.tfaAuthyUserMissing) }
            let client = try client(factor.settings)
            _ = try await countingRefusals { try await client.get("protected/json/verify/\(code.revealed)/\(user)") }
        } verify: { _, _, _ in
        }
    }

    /// `^[A-Za-z0-9_]{1,255}$`: needs no escaping in a URL.
    static func isPlain(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 255
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) || $0 == 0x5F }
    }

    /// Makes a call that verifies a proof: when Authy refuses, the proof is wrong and counts in the throttle.
    func countingRefusals(_ call: () async throws -> Wire) async throws -> Wire {
        do { return try await call() } catch let error as AuthyError { throw SecondFactorError(error.fault) }
    }

    /// Makes a call that verifies nothing.
    func withoutCounting(_ call: () async throws -> Wire) async throws -> Wire {
        do { return try await call() } catch let error as AuthyError { throw error.fault }
    }

    /// Authy sends numbers as numbers or as texts.
    static func text(_ wire: Wire?) -> String? {
        switch wire {
        case .text(let text)?: text
        case .int(let number)?: String(number)
        default: nil
        }
    }
}

extension SecondFactors {
    public var authy: AuthyFactor { provider() }
}
