import Foundation

/// JSON within JSON: both ceremonies speak in texts.
enum JSONText {
    /// `nil` unless the text is JSON of this form. Of a name that stands twice the first counts.
    static func read<Value: Decodable>(_ type: Value.Type, from text: String) -> Value? {
        // JSON has no NUL, but Foundation would take one for a sign of UTF-16.
        guard !text.utf8.contains(0) else { return nil }
        return try? JSONDecoder().decode(type, from: Data(text.utf8))
    }

    /// The text as a string of JSON, quotes and all.
    static func quoted(_ text: String) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        // Only numbers and dates can fail.
        return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    }

    static func list(_ numbers: [UInt8]) -> String {
        "[" + numbers.map { String($0) }.joined(separator: ",") + "]"
    }
}
