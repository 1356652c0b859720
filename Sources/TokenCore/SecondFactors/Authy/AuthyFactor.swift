public import ServiceModel

/// Authy: codes, messages, calls and one-touch approvals, judged by Authy (contract: `two-factor.md` §9).
public struct AuthyFactor: SecondFactorProvider {
    public static let about = ProviderDescription(
        code: "authy", name: "Authy", isResetAllowed: true, folder: "tfa/authy/",
        extraActions: ["configurepost", "configureverifypost", "verify", "authpost", "token", "onetouch", "verifyonetouch"],
        settings: [apiKey.descriptor, oneTouchMessage.descriptor]
    ) { !$0[apiKey].isEmpty }

    static let apiKey = SettingKey.secret(
        "twofactorauth/authy/api_key", range: "empty, or up to 255 visible characters", help: "The API key of the application at Authy."
    ) { $0.utf8.count <= 255 && $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } }
    static let oneTouchMessage = SettingKey.text(
        "twofactorauth/authy/onetouch_message", default: "Sign in to the gateway", range: "up to 255 characters",
        help: "The text of an approval request."
    ) { $0.count <= 255 }

    public struct State: Codable, Sendable {
        var country: String?
        var phone: String?
        /// The phone was asked to prove itself and has not yet.
        var isChecking: Bool?
        /// Authy's number of the user.
        var user: String?
        /// The approval request that waits.
        var approval: String?
    }

    /// A phone that is to be proven.
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

    /// What Authy says of the message that it sends.
    public struct Prompt: Sendable {
        public let message: String
        public let expirationSeconds: String
    }

    let pipeline: FactorPipeline
    let services: ProviderServices
    let site: PublicSite

    public func newState() -> State { State() }

    func client(_ settings: Settings) throws -> AuthyClient {
        AuthyClient(key: try pipeline.box.open(Self.apiKey, in: settings), services: services)
    }

    /// Has Authy send a code to a phone.
    /// - Throws: as `two-factor.md` §6 has it; `tfa.authy-via`, `tfa.provider-message`, `tfa.provider-unreachable`.
    public func configure(_ token: Secret, _ device: Device, _ context: CallContext) async throws(Fault) -> Prompt {
        try await pipeline.configure(self, token, context) { factor in
            guard let via = Via(rawValue: device.method), via != .onetouch else { throw Fault(.tfaAuthyVia) }
            let answer = try await told {
                try await client(factor.settings).post(
                    "protected/json/phones/verification/start",
                    [("via", via.rawValue), ("country_code", device.country), ("phone_number", device.phone)])
            }
            return Prompt(message: answer["message"]?.asText ?? "", expirationSeconds: Self.text(answer["seconds_to_expire"]) ?? "")
        } changing: { factor, prompt, _ in
            factor.state = State(country: device.country, phone: device.phone, isChecking: true)
            return prompt
        }
    }

    /// Active after Authy has taken the code and the user.
    public func activate(_ token: Secret, code: Secret, _ context: CallContext) async throws(Fault) {
        try await pipeline.activate(self, token, context) { factor in
            guard factor.state.isChecking == true else { throw Fault(.tfaAuthyRequestMissing) }
            guard let country = factor.state.country, let phone = factor.state.phone else { throw Fault(.tfaAuthyPhoneMissing) }
            let client = try client(factor.settings)
            _ = try await judged {
                try await client.get(
                    "protected/json/phones/verification/check",
                    [("country_code", country), ("phone_number", phone), ("verification_code", code.revealed)])
            }
            let answer = try await told {
                try await client.post(
                    "protected/json/users/new",
                    [("user[email]", factor.admin.email), ("user[cellphone]", phone), ("user[country_code]", country)])
            }
            guard let user = Self.text(answer["user"]?["id"]), Self.isPlain(user) else { throw Fault(.tfaAuthyUserMissing) }
            return (phone: phone, user: user)
        } verify: { factor, known, _ in
            // A configuration that came meanwhile was about another phone.
            guard factor.state.phone == known.phone else { throw Fault(.tfaAuthyRequestMissing) }
            factor.state.isChecking = nil
            factor.state.user = known.user
            return true
        }
    }

    /// - Throws: as `two-factor.md` §5 has it; `tfa.authy-code-format`, `tfa.authy-user-missing`, `tfa.provider-message`,
    ///   `tfa.provider-unreachable`.
    public func signIn(_ credentials: AdminCredentials, code: Secret, _ context: CallContext) async throws(Fault) -> Secret {
        try await pipeline.signIn(self, credentials, context) { factor in
            guard Self.isPlain(code.revealed) else { throw SecondFactorError(.tfaAuthyCodeFormat) }
            guard let user = factor.state.user else { throw Fault(.tfaAuthyUserMissing) }
            let client = try client(factor.settings)
            _ = try await judged { try await client.get("protected/json/verify/\(code.revealed)/\(user)") }
        } verify: { _, _, _ in
        }
    }

    /// `^[A-Za-z0-9_]+$`, and short enough for an address.
    static func isPlain(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 255
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) || $0 == 0x5F }
    }

    /// A refusal of Authy is a refused proof.
    func judged(_ call: () async throws -> Wire) async throws -> Wire {
        do { return try await call() } catch let refusal as AuthyError { throw SecondFactorError(refusal.fault) }
    }

    /// A refusal of Authy says nothing about a proof.
    func told(_ call: () async throws -> Wire) async throws -> Wire {
        do { return try await call() } catch let refusal as AuthyError { throw refusal.fault }
    }

    /// Numbers of Authy come as numbers and as texts.
    static func text(_ wire: Wire?) -> String? {
        switch wire {
        case .text(let text)?: text
        case .int(let number)?: String(number)
        default: nil
        }
    }
}
