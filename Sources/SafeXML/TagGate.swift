/// A linear scan of the tags before libxml2 parses them. libxml2 compares every attribute of an element with every other, so one tag with
/// thousands of attributes takes tens of milliseconds.
///
/// The scan refuses only what libxml2 refuses as well. It throws `.malformed` for syntax that it does not recognize, so that no flood of
/// attributes hides behind a construct that the two interpret differently.
struct TagGate {
    private var cursor: ByteCursor
    private let limits: XMLLimits

    /// - Throws: `.limit` or `.malformed`. DOCTYPE and processing instructions are left to the callbacks of the parser.
    static func check(_ bytes: UnsafeRawBufferPointer, _ limits: XMLLimits) throws(XMLError) {
        var gate = TagGate(cursor: ByteCursor(bytes), limits: limits)
        try gate.run()
    }

    private mutating func run() throws(XMLError) {
        while cursor.find(UInt8(ascii: "<")) {
            if cursor.skip("<!--") {
                // "--" must not occur in a comment (XML 1.0 §2.5).
                guard cursor.skip(past: "--"), cursor.skip(">") else { throw .malformed }
            } else if cursor.skip("<![CDATA[") {
                guard cursor.skip(past: "]]>") else { throw .malformed }
            } else if cursor.skip("<?") {
                guard cursor.skip(past: "?>") else { throw .malformed }
            } else if cursor.isAt("<!DOCTYPE") {
                // The parser stops here: before the root by its callback, elsewhere with an error.
                return
            } else if cursor.isAt("<!") {
                throw .malformed
            } else if cursor.skip("</") {
                guard cursor.skip(past: ">") else { throw .malformed }
            } else {
                cursor.advance()
                try startTag()
            }
        }
    }

    private mutating func startTag() throws(XMLError) {
        _ = try name()
        var attributes = 0
        var declarations = 0
        while true {
            cursor.skipWhitespace()
            if cursor.skip(">") || cursor.skip("/>") { return }
            if try attributeIsDeclaration() { declarations += 1 } else { attributes += 1 }
            if attributes > limits.attributes || declarations > limits.namespaceDeclarations { throw .limit }
        }
    }

    /// Advances past one attribute. Returns whether it declares a namespace.
    private mutating func attributeIsDeclaration() throws(XMLError) -> Bool {
        let name = try name()
        cursor.skipWhitespace()
        guard cursor.skip("=") else { throw .malformed }
        cursor.skipWhitespace()
        guard let quote = cursor.current, quote == 0x22 || quote == 0x27 else { throw .malformed }
        cursor.advance()
        guard cursor.find(quote) else { throw .malformed }
        cursor.advance()
        var written = ByteCursor(name)
        return written.skip("xmlns") && (written.current == nil || written.isAt(":"))
    }

    private mutating func name() throws(XMLError) -> UnsafeRawBufferPointer {
        let name = cursor.take(while: TagGate.isNameByte)
        if name.isEmpty { throw .malformed }
        if name.count > limits.nameBytes { throw .limit }
        return name
    }

    /// Whether the byte does not end a name. libxml2 validates the name.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x22, 0x27, 0x2F, 0x3C, 0x3D, 0x3E: false
        default: !byte.isXMLWhitespace
        }
    }
}
