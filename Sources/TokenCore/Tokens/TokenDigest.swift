import Cryptography
import ServiceModel

/// SHA-256 of a token, as the key of caches.
package struct TokenDigest: Hashable, Sendable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    package init(of secret: UnsafeRawBufferPointer) {
        words = HashFunction.sha256.hash(secret).withUnsafeBytes { bytes in
            let word = { bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self) }
            return (word(0), word(1), word(2), word(3))
        }
    }

    package static func == (one: TokenDigest, other: TokenDigest) -> Bool { one.words == other.words }

    /// A digest is uniformly distributed, so a part of it is a good hash.
    package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }

    /// Lower-case hex: what is stored.
    var hex: String { withUnsafeBytes(of: words) { Hex.encode($0) } }
}
