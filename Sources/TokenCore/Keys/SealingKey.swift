import Cryptography
import Foundation
public import ServiceModel

/// A key that seals secrets at rest (ChaCha20-Poly1305, RFC 8439).
public struct SealingKey: Sendable {
    /// Length in bytes.
    public static let length = SymmetricKey.length

    /// Identifies the key in sealed texts. It is derived from the key, so that a key has the same id in every key source.
    public let id: String
    let symmetric: SymmetricKey

    /// A new key from the system's random generator.
    public init() {
        self.init(SymmetricKey())
    }

    /// `nil` unless the text is base64 of exactly 32 bytes.
    public init?(base64: Secret) {
        guard let bytes = Data(base64Encoded: base64.revealed), let key = SymmetricKey(bytes) else { return nil }
        self.init(key)
    }

    private init(_ symmetric: SymmetricKey) {
        self.symmetric = symmetric
        let name = HashFunction.sha256.authenticationCode(for: Array("token-gateway key id".utf8), key: symmetric)
        id = Hex.encode(name.prefix(6))
    }

    /// The key as key files contain it.
    public var base64: Secret {
        Secret(symmetric.withBytes { Data($0) }.base64EncodedString())
    }
}

/// Where sealing keys are stored.
public protocol KeySource: Sendable {
    /// All keys; the last one seals. Throws when the keys cannot be read: nothing is then sealed or opened.
    func keys() throws -> [SealingKey]
}

/// A key that lives as long as this value, for cores without stored keys: what it seals cannot be opened by another process.
public struct TransientKeys: KeySource {
    private let key = SealingKey()

    public init() {}

    public func keys() throws -> [SealingKey] { [key] }
}
