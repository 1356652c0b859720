import Foundation

/// Free text in header fields: what may stand there, and how it is written in ASCII (RFC 2047).
enum HeaderText {
    /// Whether the text cannot end its line: no controls, no separators of lines, no marks that turn the direction.
    static func isOneLine(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy(isVisible)
    }

    static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: false
        default: true
        }
    }

    /// A subject.
    static func unstructured(_ text: String) -> String {
        isPlain(text) ? text : encodedWords(text)
    }

    /// A name before an address: a quoted string where ASCII is enough.
    static func phrase(_ text: String) -> String {
        guard isPlain(text) else { return encodedWords(text) }
        return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// ASCII that fits one line and that nobody takes for an encoded word.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.count <= 66 && text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?")
    }

    /// Words of whole characters, one on a line of at most 76 (RFC 2047 §2, §5).
    private static func encodedWords(_ text: String) -> String {
        var words: [String] = []
        var chunk: [UInt8] = []
        func flush() {
            if !chunk.isEmpty { words.append("=?utf-8?B?\(Data(chunk).base64EncodedString())?=") }
            chunk = []
        }
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            // 39 bytes are 52 characters of base64 and the frame takes 12, so the word fits behind the name of the field.
            if chunk.count + bytes.count > 39 { flush() }
            chunk += bytes
        }
        flush()
        return words.joined(separator: "\r\n ")
    }
}
