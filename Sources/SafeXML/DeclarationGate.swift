/// Parses the XML declaration by its grammar (XML 1.0 §2.8, §4.3.3), so that the gates and libxml2 cannot interpret it differently.
enum DeclarationGate {
    /// The declared encoding in ASCII lower case; `nil` without a declaration or a declared encoding.
    /// - Throws: `.malformed` for a declaration that violates the grammar or has a version other than 1.0.
    static func encoding(_ cursor: inout ByteCursor) throws(XMLError) -> String? {
        // `<?xml-stylesheet …` is a processing instruction; `<?xml?>` is an error that libxml2 reports.
        guard cursor.skip("<?xml"), let next = cursor.current, next.isXMLWhitespace else { return nil }
        guard let version = try value(of: "version", &cursor), version == "1.0" else { throw .malformed }
        let encoding = try value(of: "encoding", &cursor)
        if let standalone = try value(of: "standalone", &cursor), standalone != "yes", standalone != "no" { throw .malformed }
        cursor.skipWhitespace()
        guard cursor.skip("?>") else { throw .malformed }
        return encoding?.lowercased()
    }

    /// The quoted value of an attribute of the declaration; `nil` if the next attribute has another name.
    private static func value(of name: StaticString, _ cursor: inout ByteCursor) throws(XMLError) -> String? {
        let before = cursor
        guard cursor.skipWhitespace(), cursor.skip(name) else {
            cursor = before
            return nil
        }
        cursor.skipWhitespace()
        guard cursor.skip("=") else { throw .malformed }
        cursor.skipWhitespace()
        guard let quote = cursor.current, quote == 0x22 || quote == 0x27 else { throw .malformed }
        cursor.advance()
        let value = cursor.take(while: isValueByte)
        guard !value.isEmpty, cursor.current == quote else { throw .malformed }
        cursor.advance()
        return String(decoding: value, as: UTF8.self)
    }

    private static func isValueByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
    }
}
