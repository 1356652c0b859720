import Foundation

/// Free text in header fields: which characters are allowed, and how they are encoded in ASCII (RFC 2047).
enum HeaderText {
    /// Whether a text has no control characters, line separators or characters that change the direction of text.
    static func isOneLine(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy(isVisible)
    }

    static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: false
        default: true
        }
    }

    /// An unstructured field, such as the subject.
    static func unstructured(_ text: String) -> String {
        isPlain(text) ? text : encodedWords(text)
    }

    /// A display name: a quoted string, or encoded words when it is not ASCII.
    static func phrase(_ text: String) -> String {
        guard isPlain(text) else { return encodedWords(text) }
        return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// ASCII that fits into one line and does not look like an encoded word.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.count <= 66 && text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?")
    }

    /// Encoded words of whole characters, each on a line of at most 76 characters (RFC 2047 §2, §5).
    private static func encodedWords(_ text: String) -> String {
        var words: [String] = []
        var chunk: [UInt8] = []
        func flush() {
            if !chunk.isEmpty { words.append("=?utf-8?B?\(Data(chunk).base64EncodedString())?=") }
            chunk = []
        }
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            // 39 bytes make 52 characters of base64, the delimiters 12: the word fits on the line of the field name.
            if chunk.count + bytes.count > 39 { flush() }
            chunk += bytes
        }
        flush()
        return words.joined(separator: "\r\n ")
    }
}
