public import ServiceModel

/// The source of random bytes; tests can replace it.
public protocol RandomSource: Sendable {
    func next() -> UInt64
}

extension RandomSource {
    func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            withUnsafeBytes(of: next()) { bytes += $0.prefix(count - bytes.count) }
        }
        return bytes
    }
}

/// The cryptographic random generator of the system.
public struct SystemRandom: RandomSource {
    public init() {}

    public func next() -> UInt64 {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }
}

/// The format of tokens: 32 characters `[0-9a-z]` (contract: `tokens.md` §3).
public enum TokenFormat {
    public static let length = 32
    private static let alphabet = Array("0123456789abcdefghijklmnopqrstuvwxyz".utf8)

    /// A new random text in this format; all characters are equally likely.
    public static func make(length: Int = length, from random: some RandomSource) -> String {
        var characters: [UInt8] = []
        characters.reserveCapacity(length)
        while characters.count < length {
            var word = random.next()
            for _ in 0..<8 where characters.count < length {
                let byte = UInt8(truncatingIfNeeded: word)
                word >>= 8
                // 252 is the largest multiple of 36 in a byte; larger values would favour the first characters.
                if byte < 252 { characters.append(alphabet[Int(byte % 36)]) }
            }
        }
        return String(decoding: characters, as: UTF8.self)
    }

    /// SHA-256 of a token in lower-case hex, as stored and compared.
    public static func digest(_ token: Secret) -> String {
        token.withBytes { TokenDigest(of: $0).hex }
    }
}
