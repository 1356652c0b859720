import Crypto
import CryptoExtras
import Foundation

/// A public key together with the one algorithm that it is good for.
enum VerificationKey: Sendable {
    case es256(P256.Signing.PublicKey)
    case edDSA(Curve25519.Signing.PublicKey)
    case rs256(_RSA.Signing.PublicKey)

    static let modulusBits = 2048...4096

    var algorithm: COSEAlgorithm {
        switch self {
        case .es256: .es256
        case .edDSA: .edDSA
        case .rs256: .rs256
        }
    }

    /// Whether the signature has the form of the algorithm (W3C §6.5.5) and verifies. Each signature has one form only.
    func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        switch self {
        case .es256(let key):
            // DER as strict as its writer: what verifies but is written in another way is refused.
            guard let parsed = try? P256.Signing.ECDSASignature(derRepresentation: signature) else { return false }
            return key.isValidSignature(parsed, for: message) && parsed.derRepresentation.elementsEqual(signature)
        case .edDSA(let key):
            return signature.count == 64 && key.isValidSignature(signature, for: message)
        case .rs256(let key):
            guard signature.count == (key.keySizeInBits + 7) / 8 else { return false }
            let signature = _RSA.Signing.RSASignature(rawRepresentation: signature)
            return key.isValidSignature(signature, for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5)
        }
    }
}
