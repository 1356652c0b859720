import CLibXML2

/// The life of one libxml2 context: made, fed once, judged, freed on every path. Never shared and never used again.
enum ParserContext {
    /// Done once, by whichever thread comes first, before any context is made.
    private static let library: Void = safexml_initialize()

    /// Parses the whole document. The push parser is used because it ends at the first fatal error; the pulling one goes on to
    /// the end of its input and reports every further error.
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

        // A stopped parser can still report success, so our own flag is asked first.
        if let refusal = builder.refusal { throw refusal }
        let verdict = context.pointee
        // nsWellFormed also falls for names of namespaces that are no URIs; every other error has been noted as a refusal.
        let isPassed = status == 0 && verdict.errNo == 0 || builder.hasOddNamespace && verdict.errNo == XML_WAR_NS_URI.rawValue
        guard isPassed, verdict.wellFormed == 1, verdict.nsWellFormed == 1 || builder.hasOddNamespace, let root = builder.root else {
            throw .malformed
        }
        return root
    }

    private static func free(_ context: xmlParserCtxtPtr) {
        // None of our callbacks makes a document; should libxml2 ever make one itself, the context does not own it.
        if let document = context.pointee.myDoc {
            context.pointee.myDoc = nil
            xmlFreeDoc(document)
        }
        xmlFreeParserCtxt(context)
    }
}
