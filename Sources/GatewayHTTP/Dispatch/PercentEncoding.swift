/// RFC 3986 §2.1.
enum PercentEncoding {
    /// What a text may hold beside the escapes of RFC 3986.
    struct Form: OptionSet {
        let rawValue: Int

        /// `+` is a blank, as in queries made by HTML forms.
        static let plusIsBlank = Form(rawValue: 1)
        /// A `%` that two hexadecimal digits do not follow is itself (contract: `rest.md` §8).
        static let barePercent = Form(rawValue: 2)
        /// Control characters other than NUL.
        static let controls = Form(rawValue: 4)
    }

    /// The decoded text; `nil` for invalid UTF-8, NUL and, unless allowed, a bad escape or another control character.
    static func decode(_ text: some StringProtocol, allowing form: Form = []) -> String? {
        // Most texts have nothing to decode.
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "%") && $0 != UInt8(ascii: "+") }) { return String(text) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                if let escaped = escaped(rest.prefix(2)) {
                    bytes.append(escaped)
                    rest = rest.dropFirst(2)
                } else {
                    guard form.contains(.barePercent) else { return nil }
                    bytes.append(byte)
                }
            case UInt8(ascii: "+") where form.contains(.plusIsBlank): bytes.append(0x20)
            default: bytes.append(byte)
            }
        }
        guard bytes.allSatisfy({ $0 != 0 && (form.contains(.controls) || ($0 >= 0x20 && $0 != 0x7F)) }) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The byte that two hexadecimal digits stand for.
    private static func escaped(_ digits: ArraySlice<UInt8>) -> UInt8? {
        guard digits.count == 2, let high = digits.first.flatMap(digit), let low = digits.last.flatMap(digit) else { return nil }
        return high << 4 | low
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
