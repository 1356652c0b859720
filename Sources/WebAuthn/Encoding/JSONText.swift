import Foundation

/// JSON in texts that are themselves members of JSON, as both ceremonies exchange it.
enum JSONText {
    /// - Returns: `nil` unless the text is JSON of this form. Of duplicate names the first one is used.
    static func read<Value: Decodable>(_ type: Value.Type, from text: String) -> Value? {
        // NUL is not allowed in JSON, but Foundation would interpret it as UTF-16.
        guard !text.utf8.contains(0) else { return nil }
        return try? JSONDecoder().decode(type, from: Data(text.utf8))
    }

    /// The text as a JSON string, with quotation marks.
    static func quoted(_ text: String) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        // Encoding a string cannot fail.
        return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    }

    static func list(_ numbers: [UInt8]) -> String {
        "[" + numbers.map { String($0) }.joined(separator: ",") + "]"
    }
}
