/// Percent-encoding (RFC 3986 §2.1).
public enum PercentEncoding {
    /// What ``decode(_:allowing:)`` accepts in addition to RFC 3986.
    public struct Options: OptionSet, Sendable {
        public let rawValue: Int

        public init(rawValue: Int) {
            self.rawValue = rawValue
        }

        /// `+` stands for a space, as in HTML forms.
        public static let plusIsSpace = Options(rawValue: 1)
        /// A `%` that is not followed by two hexadecimal digits stands for itself (contract: `rest.md` §8).
        public static let barePercent = Options(rawValue: 2)
        /// Control characters other than NUL.
        public static let controls = Options(rawValue: 4)
    }

    /// Escapes the UTF-8 bytes of all characters except the unreserved ones (RFC 3986 §2.3), with upper-case digits.
    /// - Parameter literals: further ASCII characters that are not escaped.
    public static func encode(_ text: String, except literals: String = "") -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
            case _ where literals.utf8.contains(byte): bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), Hex.digit(byte >> 4, .upper), Hex.digit(byte, .upper)]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The decoded text. `nil` for invalid UTF-8, NUL and, unless the options accept them, malformed escapes and other control characters.
    public static func decode(_ text: some StringProtocol, allowing options: Options = []) -> String? {
        // Most texts contain nothing to decode.
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "%") && $0 != UInt8(ascii: "+") }) { return String(text) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                if let decoded = decode(rest.prefix(2)) {
                    bytes.append(decoded)
                    rest = rest.dropFirst(2)
                } else {
                    guard options.contains(.barePercent) else { return nil }
                    bytes.append(byte)
                }
            case UInt8(ascii: "+") where options.contains(.plusIsSpace): bytes.append(0x20)
            default: bytes.append(byte)
            }
        }
        guard bytes.allSatisfy({ $0 != 0 && (options.contains(.controls) || ($0 >= 0x20 && $0 != 0x7F)) }) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func decode(_ digits: ArraySlice<UInt8>) -> UInt8? {
        guard digits.count == 2, let high = digits.first.flatMap(Hex.value), let low = digits.last.flatMap(Hex.value) else { return nil }
        return high << 4 | low
    }
}
