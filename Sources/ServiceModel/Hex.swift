/// Hexadecimal text (RFC 4648 §8).
public enum Hex {
    public enum Case: Sendable {
        case lower, upper
    }

    /// Two digits for each byte.
    public static func encode(_ bytes: some Collection<UInt8>, _ letters: Case = .lower) -> String {
        String(unsafeUninitializedCapacity: 2 * bytes.count) { text in
            var end = 0
            for byte in bytes {
                text[end] = digit(byte >> 4, letters)
                text[end + 1] = digit(byte & 15, letters)
                end += 2
            }
            return end
        }
    }

    /// The ASCII digit of the four low bits.
    public static func digit(_ value: UInt8, _ letters: Case = .lower) -> UInt8 {
        let nibble = value & 15
        guard nibble > 9 else { return UInt8(ascii: "0") + nibble }
        return (letters == .lower ? UInt8(ascii: "a") : UInt8(ascii: "A")) + nibble - 10
    }

    /// The value of an ASCII digit, 0 to 15; `nil` for any other byte.
    public static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x41 + 10
        case 0x61...0x66: digit - 0x61 + 10
        default: nil
        }
    }
}
