/// The lexical rules of field values and of the request line (RFC 9110 §5.6).
enum FieldSyntax {
    /// The text without leading and trailing spaces and tabs (OWS, §5.6.3).
    static func trimmed(_ text: Substring) -> Substring {
        var bytes = text.utf8
        while let first = bytes.first, isWhitespace(first) { bytes.removeFirst() }
        while let last = bytes.last, isWhitespace(last) { bytes.removeLast() }
        return Substring(bytes)
    }

    static func isWhitespace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// A token (§5.6.2).
    static func isToken(_ bytes: some Collection<UInt8>) -> Bool {
        !bytes.isEmpty && bytes.allSatisfy(isTokenByte)
    }

    static func isTokenByte(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }

    /// An ASCII letter or digit.
    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    /// Case-insensitive comparison of ASCII text (§5.1).
    /// - Parameter lowercase: text whose ASCII letters are in lower case.
    static func equalsIgnoringCase(_ text: some StringProtocol, _ lowercase: some StringProtocol) -> Bool {
        text.utf8.elementsEqual(lowercase.utf8) { byte, expected in
            byte == expected || ((0x41...0x5A).contains(byte) && byte | 0x20 == expected)
        }
    }
}
