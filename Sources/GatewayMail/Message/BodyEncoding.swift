import ServiceModel

/// The encoding of the text in a body part (RFC 2045).
enum BodyEncoding {
    /// Lines without their ends, which may be LF or CR LF, and without empty lines at the end.
    static func lines(_ text: String) -> [[UInt8]] {
        var lines: [[UInt8]] = [[]]
        for byte in text.utf8 where byte != 0x0D {
            if byte == 0x0A { lines.append([]) } else { lines[lines.count - 1].append(byte) }
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// The content transfer encoding, and the encoded text with CR LF at line ends. ASCII is not encoded, so that a link can be copied from
    /// a raw message.
    static func encoded(_ text: String) -> (name: String, text: String) {
        let lines = lines(text)
        // A line has at most 998 characters (RFC 5322 §2.1.1).
        let isPlain = lines.allSatisfy { $0.count <= 998 && $0.allSatisfy { $0 == 0x09 || (0x20...0x7E).contains($0) } }
        let encoded = isPlain ? lines.map { String(decoding: $0, as: UTF8.self) } : lines.map(quotedPrintable)
        return (isPlain ? "7bit" : "quoted-printable", encoded.joined(separator: "\r\n") + "\r\n")
    }

    /// Quoted-printable (RFC 2045 §6.7): at most 76 characters in a line, white space at its end encoded.
    private static func quotedPrintable(_ line: [UInt8]) -> String {
        var text = ""
        var width = 0
        for (index, byte) in line.enumerated() {
            let isWhiteSpace = byte == 0x20 || byte == 0x09
            let isLiteral = (0x21...0x7E).contains(byte) && byte != 0x3D || (isWhiteSpace && index + 1 < line.count)
            let piece = isLiteral ? String(UnicodeScalar(byte)) : escaped(byte)
            if width + piece.utf8.count > 75 {
                text += "=\r\n"
                width = 0
            }
            text += piece
            width += piece.utf8.count
        }
        return text
    }

    private static func escaped(_ byte: UInt8) -> String {
        "=" + Hex.encode([byte], .upper)
    }
}
