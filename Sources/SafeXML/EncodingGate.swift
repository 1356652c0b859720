/// The first gate: the bytes are UTF-8, and a declared encoding agrees with that.
///
/// The check precedes parsing because a parser that switches decoders (UTF-7, UTF-16) sees another document than a filter in front of it.
/// libxml2 ignores the declared encoding.
enum EncodingGate {
    static func check(_ bytes: UnsafeRawBufferPointer) throws(XMLError) {
        if hasForeignSignature(bytes) { throw .encoding }
        let units = bytes.bindMemory(to: UInt8.self)
        guard let text = try? UTF8Span(validating: units.span) else { throw .encoding }
        // libxml2 takes NUL for the end of input and would ignore the rest.
        if units.contains(0) { throw .malformed }
        var cursor = ByteCursor(bytes)
        // One U+FEFF is a byte order mark. libxml2 would skip a second one.
        if cursor.skip("\u{FEFF}"), cursor.isAt("\u{FEFF}") { throw .malformed }
        switch try DeclarationGate.encoding(&cursor) {
        case .none, .some("utf-8"), .some("utf8"):
            return
        case .some("us-ascii"), .some("ascii"):
            if !text.isKnownASCII { throw .encoding }
        default:
            throw .encoding
        }
    }

    /// Whether the document begins like UTF-16 or UTF-32, with or without byte order mark, or like EBCDIC (XML 1.0 appendix F).
    private static func hasForeignSignature(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= 2 else { return false }
        let first = (bytes[0], bytes[1])
        if first == (0xFE, 0xFF) || first == (0xFF, 0xFE) { return true }
        guard bytes.count >= 4 else { return first == (0x3C, 0) || first == (0, 0x3C) }
        switch (bytes[0], bytes[1], bytes[2], bytes[3]) {
        case (0x00, 0x00, 0xFE, 0xFF), (0x00, 0x00, 0xFF, 0xFE): return true
        case (0x3C, 0x00, _, _), (0x00, 0x3C, _, _), (0x00, 0x00, 0x3C, 0x00), (0x00, 0x00, 0x00, 0x3C): return true
        case (0x4C, 0x6F, 0xA7, 0x94): return true
        default: return false
        }
    }
}
