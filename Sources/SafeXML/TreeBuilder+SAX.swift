import CLibXML2

extension TreeBuilder {
    /// The callbacks for libxml2. Without the others, no entity beyond the predefined five is looked up, no external subset or entity is
    /// resolved, and no document is built.
    static func handler() -> xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = safexml_sax2_magic()
        handler.startElementNs = { data, local, prefix, namespace, declarationCount, declarations, attributeCount, _, attributes in
            guard let builder = TreeBuilder.from(data) else { return }
            let start = ElementStart(
                local: local, prefix: prefix, namespace: namespace,
                declarations: (declarationCount, declarations), attributes: (attributeCount, attributes))
            guard let start else { return builder.refuse(.malformed) }
            builder.startElement(start)
        }
        handler.endElementNs = { data, _, _, _ in TreeBuilder.from(data)?.endElement() }
        // The same function for both: otherwise libxml2 consults the document type about white space.
        let characters: charactersSAXFunc = { data, bytes, count in
            guard count > 0 else { return }
            TreeBuilder.from(data)?.characters(UnsafeBufferPointer(start: bytes, count: Int(count)))
        }
        handler.characters = characters
        handler.ignorableWhitespace = characters
        handler.cdataBlock = characters
        handler.internalSubset = { data, _, _, _ in TreeBuilder.from(data)?.refuse(.doctype) }
        handler.processingInstruction = { data, _, _ in TreeBuilder.from(data)?.refuse(.processingInstruction) }
        // An entity that is neither predefined nor refused as undeclared.
        handler.reference = { data, _ in TreeBuilder.from(data)?.refuse(.malformed) }
        handler.serror = { data, error in
            guard let error, error.pointee.level.rawValue > XML_ERR_WARNING.rawValue else { return }
            // Namespaces are compared as text; they need not be URIs.
            if error.pointee.code == XML_WAR_NS_URI.rawValue {
                TreeBuilder.from(data)?.hasOddNamespace = true
            } else {
                TreeBuilder.from(data)?.record()
            }
        }
        return handler
    }

    private static func from(_ data: UnsafeMutableRawPointer?) -> TreeBuilder? {
        guard let data else { return nil }
        return Unmanaged<TreeBuilder>.fromOpaque(data).takeUnretainedValue()
    }
}
