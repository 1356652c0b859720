public import ServiceModel

/// Duo Security: passcodes and pushes, verified by Duo (contract: `two-factor.md` §8).
public struct DuoFactor: SecondFactorProvider {
    public static let descriptor = ProviderDescriptor(
        code: "duo_security", name: "Duo Security", isResetAllowed: false, actionPrefix: "tfa/duo/", extraActions: ["authpost"],
        settings: [integrationKey.descriptor, secretKey.descriptor, host.descriptor],
        requiredSettings: [integrationKey.descriptor, secretKey.descriptor, host.descriptor],
        service: .init(
            settingName: "duo-url", defaultURL: "https:// and the API host name of Duo",
            help: "Where requests to Duo are sent, when not to Duo itself; what is signed stays the API host name."))

    static let integrationKey = SettingKey.text(
        "twofactorauth/duo/integration_key", range: "empty, or 20 characters", help: "The integration key of the Auth API at Duo."
    ) { $0.isEmpty || isCredential($0, length: 20) }
    static let secretKey = SettingKey.secret(
        "twofactorauth/duo/secret_key", range: "empty, or 40 characters", help: "The secret key of the Auth API at Duo."
    ) { isCredential($0, length: 40) }
    static let host = SettingKey.text(
        "twofactorauth/duo/api_hostname", range: "empty, or a host such as api-1a2b3c4d.duosecurity.com",
        help: "The API host name of the Auth API at Duo."
    ) { $0.isEmpty || isHost($0) }

    /// Empty: enrolments are stored by Duo.
    public struct State: Codable, Sendable {}

    private let pipeline: FactorPipeline
    private let services: ProviderServices

    public init(_ dependencies: ProviderDependencies) {
        pipeline = dependencies.pipeline
        services = dependencies.services
    }

    public func newState() -> State { State() }

    private static func isCredential(_ text: String, length: Int) -> Bool {
        text.utf8.count == length && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// Exactly one label below `duosecurity.com`: no other host may receive signed requests.
    static func isHost(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 3 && parts[1] == "duosecurity" && parts[2] == "com" && !parts[0].isEmpty && parts[0].utf8.count <= 63
            && parts[0].utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) || $0 == 0x2D }
    }

    /// Begins an enrolment at Duo.
    /// - Returns: the response of Duo, also when Duo refuses.
    public func configure(_ token: Secret, _ context: CallContext) async throws(Fault) -> ProviderResponse {
        try await pipeline.configure(self, token, context) { factor in
            try await client(factor.settings).post("/auth/v2/enroll", ["username": factor.admin.username, "valid_secs": "60"])
        } update: { _, response, _ in
            response
        }
    }

    /// Activates the provider when Duo reports that the admin is enrolled; otherwise changes nothing.
    public func activate(_ token: Secret, _ context: CallContext) async throws(Fault) {
        try await pipeline.activate(self, token, context) { factor in
            let result = try await client(factor.settings).request("/auth/v2/preauth", ["username": factor.admin.username])
            return result["result"]?.asText == "auth"
        } verify: { _, isEnrolled, _ in
            isEnrolled
        }
    }

    /// - Parameter passcode: `push` sends a push to the default device instead, and waits for the person.
    /// - Throws: the faults of `two-factor.md` §5; `tfa.duo-refused`, `tfa.provider-unreachable`.
    public func signIn(_ credentials: AdminCredentials, passcode: Secret, _ context: CallContext) async throws(Fault) -> Secret {
        try await pipeline.signIn(self, credentials, context) { factor in
            guard !passcode.isEmpty else { throw SecondFactorError(.tfaDuoRefused) }
            let client = try client(factor.settings)
            let username = factor.admin.username
            let result =
                passcode.matches(Secret("push"))
                ? try await client.push(to: username)
                : try await client.request("/auth/v2/auth", ["username": username, "factor": "passcode", "passcode": passcode.revealed])
            guard result["status"]?.asText == "allow" else { throw SecondFactorError(.tfaDuoRefused) }
        } verify: { _, _, _ in
        }
    }

    private func client(_ settings: Settings) throws -> DuoClient {
        DuoClient(
            integrationKey: settings[Self.integrationKey],
            secretKey: try pipeline.keyring.open(Self.secretKey, in: settings), host: settings[Self.host],
            services: services, clock: pipeline.clock)
    }
}

extension SecondFactors {
    public var duo: DuoFactor { provider() }
}
