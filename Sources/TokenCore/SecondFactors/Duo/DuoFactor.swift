public import ServiceModel

/// Duo Security: passcodes and pushes, judged by Duo (contract: `two-factor.md` §8).
public struct DuoFactor: SecondFactorProvider {
    public static let about = ProviderDescription(
        code: "duo_security", name: "Duo Security", isResetAllowed: false, folder: "tfa/duo/", extraActions: ["authpost"],
        settings: [integrationKey.descriptor, secretKey.descriptor, host.descriptor]
    ) { !$0[integrationKey].isEmpty && !$0[secretKey].isEmpty && !$0[host].isEmpty }

    static let integrationKey = SettingKey.text(
        "twofactorauth/duo/integration_key", range: "empty, or 20 characters", help: "The integration key of the Auth API at Duo."
    ) { $0.isEmpty || isKey($0, length: 20) }
    static let secretKey = SettingKey.secret(
        "twofactorauth/duo/secret_key", range: "empty, or 40 characters", help: "The secret key of the Auth API at Duo."
    ) { isKey($0, length: 40) }
    static let host = SettingKey.text(
        "twofactorauth/duo/api_hostname", range: "empty, or a host such as api-1a2b3c4d.duosecurity.com",
        help: "The API host name of the Auth API at Duo."
    ) { $0.isEmpty || isHost($0) }

    /// Duo keeps what there is to keep.
    public struct State: Codable, Sendable {}

    let pipeline: FactorPipeline
    let services: ProviderServices
    let clock: any WallClock

    public func newState() -> State { State() }

    private static func isKey(_ text: String, length: Int) -> Bool {
        text.utf8.count == length && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// One label below `duosecurity.com`: nothing else may be sent what is signed.
    static func isHost(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 3 && parts[1] == "duosecurity" && parts[2] == "com" && !parts[0].isEmpty && parts[0].utf8.count <= 63
            && parts[0].utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) || $0 == 0x2D }
    }

    /// Begins an enrolment at Duo.
    /// - Returns: what Duo answers and its status, refusals included.
    public func configure(_ token: Secret, _ context: CallContext) async throws(Fault) -> ProviderResponse {
        try await pipeline.configure(self, token, context) { factor in
            try await client(factor.settings).post("/auth/v2/enroll", ["username": factor.admin.username, "valid_secs": "60"])
        } changing: { _, response, _ in
            response
        }
    }

    /// Active once Duo wants the admin to authenticate; another answer of Duo changes nothing.
    public func activate(_ token: Secret, _ context: CallContext) async throws(Fault) {
        try await pipeline.activate(self, token, context) { factor in
            let answer = try await client(factor.settings).ask("/auth/v2/preauth", ["username": factor.admin.username])
            return answer["result"]?.asText == "auth"
        } verify: { _, isEnrolled, _ in
            isEnrolled
        }
    }

    /// - Parameter passcode: `push` asks the default device instead, and waits for the person.
    /// - Throws: as `two-factor.md` §5 has it; `tfa.duo-refused`, `tfa.provider-unreachable`.
    public func signIn(_ credentials: AdminCredentials, passcode: Secret, _ context: CallContext) async throws(Fault) -> Secret {
        try await pipeline.signIn(self, credentials, context) { factor in
            guard !passcode.isEmpty else { throw SecondFactorError(.tfaDuoRefused) }
            let client = try client(factor.settings)
            let username = factor.admin.username
            let answer =
                passcode.matches(Secret("push"))
                ? try await client.push(to: username)
                : try await client.ask("/auth/v2/auth", ["username": username, "factor": "passcode", "passcode": passcode.revealed])
            guard answer["status"]?.asText == "allow" else { throw SecondFactorError(.tfaDuoRefused) }
        } verify: { _, _, _ in
        }
    }

    private func client(_ settings: Settings) throws -> DuoClient {
        DuoClient(
            integrationKey: settings[Self.integrationKey],
            secretKey: try pipeline.box.open(Self.secretKey, in: settings), host: settings[Self.host],
            services: services, clock: clock)
    }
}
