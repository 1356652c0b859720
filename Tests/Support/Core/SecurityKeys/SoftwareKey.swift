package import Crypto
package import CryptoExtras
import Foundation
package import WebAuthn

/// A security key in software.
package struct SoftwareKey: Sendable {
    package enum Secret: Sendable {
        case es256(P256.Signing.PrivateKey)
        case edDSA(Curve25519.Signing.PrivateKey)
        case rs256(_RSA.Signing.PrivateKey)
    }

    /// The model number that registrations carry.
    package static let aaguid = [UInt8](0xA0...0xAF)

    package let secret: Secret
    package let id: [UInt8]

    package init(_ secret: Secret, id: [UInt8] = Array(64..<80)) {
        self.secret = secret
        self.id = id
    }

    package static let es256 = SoftwareKey(.es256(P256.Signing.PrivateKey()))
    private static let curve25519 = Curve25519.Signing.PrivateKey()

    package static func made(_ algorithm: COSEAlgorithm) throws -> SoftwareKey {
        switch algorithm {
        case .es256: es256
        case .edDSA: SoftwareKey(.edDSA(curve25519))
        case .rs256: SoftwareKey(.rs256(try _RSA.Signing.PrivateKey(derRepresentation: RSASample.der(RSASample.bits2048))))
        }
    }

    package static func longRSA() throws -> SoftwareKey {
        SoftwareKey(.rs256(try _RSA.Signing.PrivateKey(derRepresentation: RSASample.der(RSASample.bits4096))))
    }

    package var algorithm: COSEAlgorithm {
        switch secret {
        case .es256: .es256
        case .edDSA: .edDSA
        case .rs256: .rs256
        }
    }

    /// COSE_Key.
    package func publicKey() throws -> CBOR {
        switch secret {
        case .es256(let key):
            let point = Array(key.publicKey.rawRepresentation)
            return .es256(x: Array(point.prefix(32)), y: Array(point.suffix(32)))
        case .edDSA(let key): return .map([1: 1, 3: -8, -1: 6, -2: .bytes(Array(key.publicKey.rawRepresentation))])
        case .rs256(let key):
            let numbers = try key.publicKey.getKeyPrimitives()
            return .rs256(modulus: Array(numbers.modulus), exponent: Array(numbers.publicExponent))
        }
    }

    package func sign(_ message: [UInt8]) throws -> [UInt8] {
        switch secret {
        case .es256(let key): Array(try key.signature(for: message).derRepresentation)
        case .edDSA(let key): Array(try key.signature(for: message))
        case .rs256(let key):
            Array(try key.signature(for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5).rawRepresentation)
        }
    }
}

extension CBOR {
    package static func es256(x: [UInt8], y: [UInt8]) -> CBOR {
        .map([1: 2, 3: -7, -1: 1, -2: .bytes(x), -3: .bytes(y)])
    }

    package static func rs256(modulus: [UInt8], exponent: [UInt8]) -> CBOR {
        .map([1: 3, 3: -257, -1: .bytes(modulus), -2: .bytes(exponent)])
    }
}
