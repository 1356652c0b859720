public import ServiceModel

/// Recovery codes: ten, shown once, each good for one sign-in (contract: `two-factor.md` §12). Beside the providers: they are not forced,
/// and there is no use for them while nothing is.
public struct RecoveryFactor: SecondFactorProvider {
    public static let about = ProviderDescription(
        code: "recovery", name: "Recovery codes", isResetAllowed: true, folder: "tfa/recovery/", extraActions: [])

    static let count = 10
    static let length = 10
    /// `[0-9a-z]` without those that are taken for one another.
    private static let alphabet = Array("23456789abcdefghjkmnpqrstuvwxyz".utf8)

    public struct State: Codable, Sendable {
        /// SHA-256 of each code that is left, lower-case hex.
        var digests: [String] = []
    }

    let pipeline: FactorPipeline
    let random: any RandomSource

    public func newState() -> State { State() }

    public func isAllowed(_ settings: Settings) -> Bool {
        !SecondFactorPolicy.forced(settings).isEmpty
    }

    /// Makes new codes for the admin; older ones end.
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

    /// - Throws: as `two-factor.md` §5 has it; `tfa.code-invalid` for a code that is wrong or was used.
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
            // 248 is the largest multiple of 31 in a byte: what lies above would favour the first characters.
            for byte in random.bytes(8) where byte < 248 && characters.count < Self.length {
                characters.append(Self.alphabet[Int(byte) % Self.alphabet.count])
            }
        }
        return String(decoding: characters, as: UTF8.self)
    }
}
