/// Text in libxml2's memory. Valid during the callback that received it; interned names are valid while the context exists.
struct SAXString {
    let address: UnsafePointer<UInt8>
    let count: Int

    /// A NUL-terminated text; `nil` for a null pointer.
    init?(_ address: UnsafePointer<UInt8>?) {
        guard let address else { return nil }
        var end = address
        while end.pointee != 0 { end += 1 }
        self.address = address
        count = end - address
    }

    /// The text between two addresses; `nil` if they are not a range.
    init?(from address: UnsafePointer<UInt8>?, to end: UnsafePointer<UInt8>?) {
        guard let address, let end, address <= end else { return nil }
        self.address = address
        count = end - address
    }

    /// The text with references resolved.
    ///
    /// libxml2 passes attribute values, and therefore namespaces, with every ampersand as `&#38;`, because its own tree builder parses them a
    /// second time. No other `&` can occur, so replacing these restores the value.
    var text: String {
        let bytes = UnsafeBufferPointer(start: address, count: count)
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        var cursor = ByteCursor(UnsafeRawBufferPointer(bytes))
        var restored: [UInt8] = []
        restored.reserveCapacity(count)
        while let byte = cursor.current {
            if cursor.skip("&#38;") {
                restored.append(UInt8(ascii: "&"))
            } else {
                restored.append(byte)
                cursor.advance()
            }
        }
        return String(decoding: restored, as: UTF8.self)
    }
}

/// The arguments of libxml2's callback for a start tag.
struct ElementStart {
    struct Attribute {
        let local: SAXString
        let prefix: SAXString?
        let namespace: SAXString?
        let value: SAXString
    }

    typealias Strings = UnsafeMutablePointer<UnsafePointer<UInt8>?>

    let local: SAXString
    let prefix: SAXString?
    let namespace: SAXString?
    /// The declared prefixes; `nil` for the default namespace.
    let declarations: [SAXString?]
    let attributes: [Attribute]

    /// `nil` if a name is missing. The lists are libxml2's: two strings (prefix, URI) for each declaration, five (local name, prefix, URI,
    /// start and end of the value) for each attribute.
    init?(
        local: UnsafePointer<UInt8>?, prefix: UnsafePointer<UInt8>?, namespace: UnsafePointer<UInt8>?,
        declarations: (count: Int32, list: Strings?), attributes: (count: Int32, list: Strings?)
    ) {
        guard let local = SAXString(local) else { return nil }
        self.local = local
        self.prefix = SAXString(prefix)
        self.namespace = SAXString(namespace)

        var declared: [SAXString?] = []
        if let list = declarations.list, declarations.count > 0 {
            declared.reserveCapacity(Int(declarations.count))
            for index in 0..<Int(declarations.count) { declared.append(SAXString(list[2 * index])) }
        }
        self.declarations = declared

        var written: [Attribute] = []
        if let list = attributes.list, attributes.count > 0 {
            written.reserveCapacity(Int(attributes.count))
            for index in 0..<Int(attributes.count) {
                let entry = list + 5 * index
                guard let local = SAXString(entry[0]), let value = SAXString(from: entry[3], to: entry[4]) else { return nil }
                written.append(Attribute(local: local, prefix: SAXString(entry[1]), namespace: SAXString(entry[2]), value: value))
            }
        }
        self.attributes = written
    }
}
