import Cryptography
import Foundation
public import ServiceModel

/// The crypt keys of an installation in their order, and the decryption of what they encrypt (contract: `tokens.md` C).
public struct CryptKeys: Sendable {
    /// The keys as in Magento's `env.php`; keyed hashes use this text as their key.
    public let texts: [Secret]
    private let keys: [SymmetricKey]

    public static let none = CryptKeys(texts: [], keys: [])

    private init(texts: [Secret], keys: [SymmetricKey]) {
        self.texts = texts
        self.keys = keys
    }

    /// - Parameter text: one or more keys, separated by white space. The result is `nil` when there is none or one is not 32 bytes long.
    public init?(_ text: Secret) {
        var texts: [Secret] = []
        var keys: [SymmetricKey] = []
        for part in text.revealed.split(whereSeparator: \.isWhitespace) {
            let bytes = part.hasPrefix(Self.encoded) ? Data(base64Encoded: String(part.dropFirst(Self.encoded.count))) : Data(part.utf8)
            guard let bytes, let key = SymmetricKey(bytes) else { return nil }
            texts.append(Secret(String(part)))
            keys.append(key)
        }
        guard !keys.isEmpty else { return nil }
        self.init(texts: texts, keys: keys)
    }

    private static let encoded = "base64"

    public enum Failure: Error, Sendable, Equatable {
        /// The key with this index is missing.
        case keyMissing(Int)
        /// The text does not have the form of Appendix C, or was not encrypted with this key.
        case undecipherable
    }

    /// Decrypts the value of a column that may be encrypted: returns the plain text of `index:3:…`, and a text of at most 32 characters
    /// unchanged.
    public func plain(_ stored: String) throws(Failure) -> Secret {
        let parts = stored.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3 else {
            guard parts.count == 1, stored.utf8.count <= 32 else { throw .undecipherable }
            return Secret(stored)
        }
        guard parts[1] == "3", let index = UInt16(parts[0]).map(Int.init), let sealed = Data(base64Encoded: String(parts[2])),
            sealed.count >= ChaCha20Poly1305.nonceLength + ChaCha20Poly1305.tagLength
        else { throw .undecipherable }
        guard keys.indices.contains(index) else { throw .keyMissing(index) }
        let nonce = sealed.prefix(ChaCha20Poly1305.nonceLength)
        do {
            let plain = try ChaCha20Poly1305.open(Array(sealed), key: keys[index], authenticating: Array(nonce))
            guard let text = String(validating: plain, as: UTF8.self) else { throw Failure.undecipherable }
            return Secret(text)
        } catch {
            throw .undecipherable
        }
    }
}
