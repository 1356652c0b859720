import CLibXML2

/// Creates a libxml2 context, parses one document and frees the context on every path. Contexts are never shared or reused.
enum ParserContext {
    /// Initializes libxml2 once, before the first context is created.
    private static let library: Void = safexml_initialize()

    /// Parses the complete document. The push parser is used because it stops at the first fatal error; the pull parser continues to the end
    /// of its input and reports every further error.
    static func parse(_ bytes: UnsafeRawBufferPointer, into builder: TreeBuilder) throws(XMLError) -> XMLElement {
        _ = library
        guard let count = Int32(exactly: bytes.count) else { throw .limit }
        var handler = TreeBuilder.handler()
        // libxml2 copies the handler. The builder outlives the context, so the context need not own it.
        let data = Unmanaged.passUnretained(builder).toOpaque()
        guard let context = xmlCreatePushParserCtxt(&handler, data, nil, 0, nil) else { throw .malformed }
        defer { free(context) }
        guard xmlCtxtUseOptions(context, safexml_options()) == 0 else { throw .malformed }
        builder.parser = context
        defer { builder.parser = nil }

        let chunk = bytes.bindMemory(to: CChar.self).baseAddress
        let status = withExtendedLifetime(builder) { xmlParseChunk(context, chunk, count, 1) }

        // A stopped parser can report success, so the builder's error takes precedence.
        if let error = builder.error { throw error }
        let verdict = context.pointee
        // nsWellFormed is also cleared for a namespace name that is no URI. The builder has recorded every other error.
        let isPassed = status == 0 && verdict.errNo == 0 || builder.hasOddNamespace && verdict.errNo == XML_WAR_NS_URI.rawValue
        guard isPassed, verdict.wellFormed == 1, verdict.nsWellFormed == 1 || builder.hasOddNamespace, let root = builder.root else {
            throw .malformed
        }
        return root
    }

    private static func free(_ context: xmlParserCtxtPtr) {
        // No callback creates a document. If libxml2 creates one itself, the context does not own it.
        if let document = context.pointee.myDoc {
            context.pointee.myDoc = nil
            xmlFreeDoc(document)
        }
        xmlFreeParserCtxt(context)
    }
}
