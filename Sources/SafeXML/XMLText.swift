/// Escapes text for output. The result is well-formed for every string and parses as the same string, without the characters that XML 1.0
/// does not allow: control characters other than tab, line feed and carriage return, and U+FFFE and U+FFFF are dropped.
public enum XMLText {
    public enum Place: Sendable {
        /// Between tags. A carriage return becomes a reference, because parsers normalize it to a line feed.
        case text
        /// Between double quotes. White space other than the space becomes a reference, because parsers normalize it to spaces.
        case attribute
    }

    /// The escaped text as a string. Do not pass it to ``XMLWriter``, which escapes text itself.
    public static func escaped(_ text: String, for place: Place = .text) -> String {
        var bytes: [UInt8] = []
        append(text, to: &bytes, for: place)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text without leading and trailing XML white space.
    public static func trimmed(_ text: String) -> String {
        var bytes = text.utf8[...].drop(while: \.isXMLWhitespace)
        while let last = bytes.last, last.isXMLWhitespace { bytes.removeLast() }
        return String(Substring(bytes))
    }

    /// Appends the escaped text in UTF-8.
    public static func append(_ text: String, to bytes: inout [UInt8], for place: Place = .text) {
        let done: Void? = text.utf8.withContiguousStorageIfAvailable { append($0, to: &bytes, for: place) }
        if done == nil { Array(text.utf8).withUnsafeBufferPointer { append($0, to: &bytes, for: place) } }
    }

    /// A bit for each byte below 0x40 that is never escaped: all from the space on, without " & < >.
    private static let ordinary: UInt64 = 0xAFFF_FFBB_0000_0000

    private static func append(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8], for place: Place) {
        var pending = 0
        for index in text.indices {
            let byte = text[index]
            // The path of nearly all bytes; letters need one comparison.
            let standsForItself = byte >= 0x40 ? byte != 0xEF : (ordinary >> UInt64(byte)) & 1 == 1
            if standsForItself { continue }
            let width = byte == 0xEF ? 3 : 1
            guard let replacement = replacement(of: text[index...].prefix(width), for: place) else { continue }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[pending..<index]))
            bytes.append(contentsOf: UnsafeBufferPointer(start: replacement.utf8Start, count: replacement.utf8CodeUnitCount))
            pending = index + width
        }
        if pending < text.count { bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[pending...])) }
    }

    /// The replacement of a character: `nil` if it is not escaped, empty if it is dropped.
    private static func replacement(of character: Slice<UnsafeBufferPointer<UInt8>>, for place: Place) -> StaticString? {
        switch (character.first, place) {
        case (0x26, _): "&amp;"
        case (0x3C, _): "&lt;"
        case (0x3E, _): "&gt;"
        case (0x0D, _): "&#13;"
        case (0x22, .attribute): "&quot;"
        case (0x09, .attribute): "&#9;"
        case (0x0A, .attribute): "&#10;"
        case (0x22, .text), (0x09, .text), (0x0A, .text): nil
        case (0xEF, _): character.elementsEqual([0xEF, 0xBF, 0xBE]) || character.elementsEqual([0xEF, 0xBF, 0xBF]) ? "" : nil
        case (.some(let byte), _): byte < 0x20 ? "" : nil
        case (.none, _): nil
        }
    }
}
