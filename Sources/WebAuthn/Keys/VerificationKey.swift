import Cryptography

/// A public key together with the one algorithm that it is good for.
struct VerificationKey: Sendable {
    static let modulusBits = 2048...4096

    let algorithm: COSEAlgorithm
    /// Of ES256: the uncompressed point (ANSI X9.62), 65 bytes.
    let point: [UInt8]?
    private let key: PublicKey

    /// `nil` if the key is not of this algorithm, or of an RSA size that is not taken.
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

    /// Whether the signature has the form of the algorithm (W3C §6.5.5) and verifies. Each signature has one form only.
    func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        key.isValid(signature, for: message)
    }
}
