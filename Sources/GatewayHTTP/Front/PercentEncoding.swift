/// RFC 3986 §2.1, strict.
enum PercentEncoding {
    /// The decoded text; `nil` for a bad escape, invalid UTF-8, NUL, or (unless allowed) another control character.
    /// - Parameter plusIsBlank: as in queries made by HTML forms.
    static func decode(_ text: some StringProtocol, plusIsBlank: Bool = false, allowsControls: Bool = false) -> String? {
        // Most texts have nothing to decode.
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "%") && $0 != UInt8(ascii: "+") }) { return String(text) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else { return nil }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsBlank: bytes.append(0x20)
            default: bytes.append(byte)
            }
        }
        guard bytes.allSatisfy({ $0 != 0 && (allowsControls || ($0 >= 0x20 && $0 != 0x7F)) }) else { return nil }
        return String(validating: bytes, as: UTF8.self)
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
