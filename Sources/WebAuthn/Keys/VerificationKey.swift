import Cryptography

/// A public key, bound to one signature algorithm.
struct VerificationKey: Sendable {
    static let modulusBits = 2048...4096

    let algorithm: COSEAlgorithm
    /// Of ES256: the uncompressed point (ANSI X9.62), 65 bytes.
    let point: [UInt8]?
    private let key: PublicKey

    /// `nil` when the key is not for this algorithm, or has an RSA modulus of a size out of ``modulusBits``.
    init?(_ key: PublicKey, for algorithm: COSEAlgorithm, point: [UInt8]? = nil) {
        switch (algorithm, key.algorithm) {
        case (.es256, .ecdsaP256), (.edDSA, .ed25519): break
        case (.rs256, .rsa): guard Self.modulusBits.contains(key.modulusBits) else { return nil }
        default: return nil
        }
        self.algorithm = algorithm
        self.point = point
        self.key = key
    }

    /// Whether the signature has the format of the algorithm (W3C §6.5.5) and verifies.
    func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        key.isValid(signature, for: message)
    }
}

/// The supported signature algorithms, in the order of preference (IANA: COSE Algorithms).
public enum COSEAlgorithm: Int64, Sendable, CaseIterable {
    /// ECDSA on P-256 with SHA-256.
    case es256 = -7
    /// Ed25519.
    case edDSA = -8
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    case rs256 = -257
}
