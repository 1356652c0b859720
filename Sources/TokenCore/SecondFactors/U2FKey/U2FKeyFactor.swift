import Foundation
public import ServiceModel
import WebAuthn

/// Security keys and passkeys (contract: `two-factor.md` §10). `WebAuthn` verifies the ceremonies; this type stores challenges, keys and
/// signature counters.
public struct U2FKeyFactor: SecondFactorProvider {
    public static let descriptor = ProviderDescriptor(
        code: "u2fkey", name: "U2F (Yubikey and others)", actionPrefix: "tfa/u2f/", extraActions: ["configurepost", "authpost"],
        settings: [domain.descriptor],
        deleteRecords: { adminID, session in try session.deleteSecurityKeys(ofAdmin: adminID) })

    private static let domain = SettingKey.text(
        "twofactorauth/u2fkey/webapi_challenge_domain", range: "empty, or a host name without port",
        help: "The domain that security keys are registered for; when empty, the host of the base URL."
    ) { $0.isEmpty || isDomain($0) }

    /// Limit of keys of one admin.
    static let maximumKeys = 8

    public struct State: Codable, Sendable {
        var registration: Challenge?
        var authentication: Challenge?

        /// Valid for five minutes, until it is used or replaced.
        struct Challenge: Codable, Sendable {
            let bytes: [UInt8]
            /// Milliseconds since 1970.
            let issuedAt: Int64

            func isValid(at now: Timestamp) -> Bool {
                let issued = Timestamp(milliseconds: issuedAt)
                return issued <= now && now < issued.adding(seconds: 300)
            }
        }
    }

    let pipeline: FactorPipeline
    private let random: any RandomSource
    private let baseURL: PublicBaseURL

    public init(_ dependencies: ProviderDependencies) {
        pipeline = dependencies.pipeline
        random = dependencies.random
        baseURL = dependencies.baseURL
    }

    public func newState() -> State { State() }

    private static func isDomain(_ text: String) -> Bool {
        text.utf8.count <= 253 && !text.hasPrefix(".") && !text.hasSuffix(".")
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) || $0 == 0x2D || $0 == 0x2E }
    }

    /// - Throws: `tfa.domain-unknown`.
    func relyingParty(_ settings: Settings) throws -> RelyingParty {
        let configured = settings[Self.domain]
        guard let domain = configured.isEmpty ? baseURL.host : configured.lowercased(), !domain.isEmpty else {
            throw Fault(.tfaDomainUnknown)
        }
        return RelyingParty(id: domain)
    }

    func newChallenge(at now: Timestamp) -> State.Challenge {
        State.Challenge(bytes: random.bytes(16), issuedAt: now.milliseconds)
    }

    /// Options for `navigator.credentials.create`, as JSON text.
    /// - Throws: the faults of `two-factor.md` §6; `tfa.domain-unknown`.
    public func configure(_ token: Secret, _ context: CallContext) async throws(Fault) -> String {
        try await pipeline.configure(self, token, context, callProvider: FactorPipeline.none) { factor, _, session in
            try registrationOptions(&factor, in: session)
        }
    }

    /// - Throws: the faults of `two-factor.md` §6; `tfa.key-not-started`, `tfa.key-invalid`, `tfa.key-data-invalid`.
    public func activate(_ token: Secret, credential: Secret, _ context: CallContext) async throws(Fault) {
        try await pipeline.activate(self, token, context, callProvider: FactorPipeline.none) { factor, _, session in
            try register(credential, &factor, in: session)
            return true
        }
    }

    /// Options for `navigator.credentials.get`, as JSON text.
    /// - Throws: the faults of `two-factor.md` §5; `tfa.domain-unknown`.
    public func challenge(_ credentials: AdminCredentials, _ context: CallContext) async throws(Fault) -> String {
        try await pipeline.prepare(self, credentials, context, callProvider: FactorPipeline.none) { factor, _, session in
            let party = try relyingParty(factor.settings)
            let challenge = newChallenge(at: factor.now)
            factor.state.authentication = challenge
            let keys = try session.securityKeys(ofAdmin: factor.admin.id)
            return CredentialOptions.request(
                relyingParty: party, challenge: challenge.bytes, allowing: try keys.map { try $0.key.credentialID })
        }
    }

    /// - Throws: the faults of `two-factor.md` §5; `tfa.challenge-missing`, `tfa.key-invalid`.
    public func signIn(_ credentials: AdminCredentials, credential: Secret, _ context: CallContext) async throws(Fault) -> Secret {
        try await pipeline.signIn(self, credentials, context) { factor, session in
            guard let challenge = factor.state.authentication, challenge.isValid(at: factor.now) else { throw Fault(.tfaChallengeMissing) }
            let records = try session.securityKeys(ofAdmin: factor.admin.id)
            let ceremony = AuthenticationCeremony(relyingParty: try relyingParty(factor.settings), challenge: challenge.bytes)
            let keys = try records.map { try $0.key }
            let key: SecurityKey
            do { key = try ceremony.verify(credential.revealed, keys: keys) } catch { throw SecondFactorError(.tfaKeyInvalid) }
            guard let index = keys.firstIndex(where: { $0.credentialID == key.credentialID }) else {
                throw SecondFactorError(.tfaKeyInvalid)
            }
            try session.recordUse(ofSecurityKey: records[index].id, counter: Int64(key.counter), at: factor.now)
            factor.state.authentication = nil
        }
    }
}

extension SecondFactors {
    public var keys: U2FKeyFactor { provider() }
}
