import ServiceModel

/// The `oauth_…` parameters of an `Authorization` field (RFC 5849 §3.5.1; contract: `integrations.md` §4).
struct OAuthHeader: Sendable {
    /// Decoded, in the order sent, without `realm` and other names.
    let parameters: [(name: String, value: String)]

    /// `nil` if the field has no `OAuth` scheme. The scheme may follow another scheme and is case-insensitive. Inside a quoted string it is
    /// part of a value.
    init?(_ field: String) {
        guard let rest = Self.afterScheme(Array(field.utf8)) else { return nil }
        parameters = Self.split(rest).compactMap(Self.parameter)
    }

    /// The bytes after the scheme.
    private static func afterScheme(_ field: [UInt8]) -> ArraySlice<UInt8>? {
        let scheme = Array("oauth".utf8)
        var quotation = Quotation()
        var mayBegin = true
        for (index, byte) in field.enumerated() {
            quotation.take(byte)
            if mayBegin, !quotation.isOpen {
                let rest = field[index...]
                let after = rest.dropFirst(scheme.count)
                if rest.prefix(scheme.count).map({ $0 | 0x20 }) == scheme, after.first.map(FieldSyntax.isWhitespace) ?? true {
                    return after
                }
            }
            mayBegin = FieldSyntax.isWhitespace(byte) || byte == comma
        }
        return nil
    }

    /// Splits at commas outside of quoted strings.
    private static func split(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var quotation = Quotation()
        return bytes.split { byte in
            quotation.take(byte)
            return byte == comma && !quotation.isOpen
        }
    }

    /// `name="value"`. A value that cannot be decoded is kept as sent; its verification fails.
    private static func parameter(_ part: ArraySlice<UInt8>) -> (name: String, value: String)? {
        let halves = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, let first = halves.first, let last = halves.last else { return nil }
        let name = String(decoding: trimmed(first), as: UTF8.self)
        guard name.hasPrefix("oauth_") else { return nil }
        var value = trimmed(last)
        if value.count >= 2, value.first == quote, value.last == quote { value = value.dropFirst().dropLast() }
        let text = String(decoding: value, as: UTF8.self)
        return (name, PercentEncoding.decode(text, allowing: .controls) ?? text)
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = bytes.drop(while: FieldSyntax.isWhitespace)
        while let last = rest.last, FieldSyntax.isWhitespace(last) { rest.removeLast() }
        return rest
    }

    /// Tracks whether a byte is inside a quoted string, in which a backslash escapes the next byte (RFC 9110 §5.6.4).
    private struct Quotation {
        private(set) var isOpen = false
        private var isEscaped = false

        mutating func take(_ byte: UInt8) {
            if isEscaped {
                isEscaped = false
            } else if byte == quote {
                isOpen.toggle()
            } else {
                isEscaped = isOpen && byte == UInt8(ascii: "\\")
            }
        }
    }

    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")
}
