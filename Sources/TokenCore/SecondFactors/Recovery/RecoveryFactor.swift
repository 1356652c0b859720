public import ServiceModel

/// Recovery codes: ten, returned once, each valid for one sign-in (contract: `two-factor.md` §12).
public struct RecoveryFactor: SecondFactorProvider {
    public static let descriptor = ProviderDescriptor(
        code: "recovery", name: "Recovery codes", role: .backup, actionPrefix: "tfa/recovery/")

    private static let count = 10
    private static let length = 10
    /// `[0-9a-z]` without characters that are easily confused.
    private static let alphabet = Array("23456789abcdefghjkmnpqrstuvwxyz".utf8)

    public struct State: Codable, Sendable {
        /// SHA-256 of each unused code, lower-case hex.
        var digests: [String] = []
    }

    private let pipeline: FactorPipeline
    private let random: any RandomSource

    public init(_ dependencies: ProviderDependencies) {
        pipeline = dependencies.pipeline
        random = dependencies.random
    }

    public func newState() -> State { State() }

    /// Makes new codes for the admin and ends the old ones.
    public func generate(adminID: Int?, _ context: CallContext) async throws(Fault) -> [Secret] {
        let codes = (0..<Self.count).map { _ in Secret(code()) }
        let digests = codes.map(TokenFormat.digest)
        try await pipeline.own(self, adminID: adminID, context) { opened, session in
            opened.factor.state.digests = digests
            opened.record.activatedAt = opened.factor.now
            try session.append(pipeline.activation(opened, "", context))
        }
        return codes
    }

    /// - Throws: the faults of `two-factor.md` §5; `tfa.code-invalid` for a code that is wrong or used.
    public func signIn(_ credentials: AdminCredentials, code: Secret, _ context: CallContext) async throws(Fault) -> Secret {
        let digest = TokenFormat.digest(code)
        return try await pipeline.signIn(self, credentials, context) { factor, _ in
            guard let index = factor.state.digests.firstIndex(where: { $0.utf8Equals(digest) }) else {
                throw SecondFactorError(.tfaCodeInvalid)
            }
            factor.state.digests.remove(at: index)
        }
    }

    /// Every character is equally likely.
    private func code() -> String {
        var characters: [UInt8] = []
        while characters.count < Self.length {
            // 248 is the largest multiple of 31 in a byte: larger values would favour the first characters.
            for byte in random.bytes(8) where byte < 248 && characters.count < Self.length {
                characters.append(Self.alphabet[Int(byte) % Self.alphabet.count])
            }
        }
        return String(decoding: characters, as: UTF8.self)
    }
}

extension SecondFactors {
    public var recovery: RecoveryFactor { provider() }
}
