import SafeXML

/// Writes envelopes around payloads. Each namespace gets one prefix, declared on the envelope.
struct EnvelopeWriter {
    var version: SOAPVersion
    /// That of the version unless a case needs another one.
    var envelopeNamespace: String
    var headers: [HeaderBlock] = []
    var bodyAttributes: [(name: String, value: String)] = []

    /// A header block: an element of the description, or one of the protocol.
    struct HeaderBlock: Sendable {
        var payload: Payload
        var mustUnderstand: String?
        /// `role` in SOAP 1.2, `actor` in SOAP 1.1.
        var role: String?
    }

    init(_ version: SOAPVersion) {
        self.version = version
        envelopeNamespace = version.envelopeNamespace
    }

    func bytes(_ payloads: [Payload], declaration: XMLWriter.Declaration = .versionAndEncoding) -> [UInt8] {
        var prefixes: [String: String] = [envelopeNamespace: "soap"]
        for payload in payloads + headers.map(\.payload) { Self.collect(payload, into: &prefixes) }
        let declarations = prefixes.sorted { $0.value < $1.value }.filter { $0.value != "xml" }.map {
            (name: "xmlns:\($0.value)", value: $0.key)
        }
        var writer = XMLWriter(declaration)
        writer.start("soap:Envelope", declarations)
        if !headers.isEmpty {
            writer.start("soap:Header")
            for block in headers {
                var attributes: [(name: String, value: String)] = []
                if let value = block.mustUnderstand { attributes.append(("soap:mustUnderstand", value)) }
                if let role = block.role { attributes.append((version == .soap11 ? "soap:actor" : "soap:role", role)) }
                Self.write(block.payload, prefixes, attributes, to: &writer)
            }
            writer.end()
        }
        writer.start("soap:Body", bodyAttributes)
        for payload in payloads { Self.write(payload, prefixes, [], to: &writer) }
        return writer.finish()
    }

    private static func collect(_ payload: Payload, into prefixes: inout [String: String]) {
        let names = [payload.name.namespace, payload.typeName?.namespace] + payload.attributes.keys.sorted().map(\.namespace)
        for namespace in names.compactMap(\.self) where prefixes[namespace] == nil {
            prefixes[namespace] =
                switch namespace {
                case Namespace.instance: "xsi"
                case Namespace.xml: "xml"
                default: "n\(prefixes.count)"
                }
        }
        if payload.typeName != nil { prefixes[Namespace.instance] = "xsi" }
        for child in payload.children { collect(child, into: &prefixes) }
    }

    private static func write(
        _ payload: Payload, _ prefixes: [String: String], _ extra: [(name: String, value: String)], to writer: inout XMLWriter
    ) {
        func qualified(_ name: QName) -> String {
            guard let namespace = name.namespace, let prefix = prefixes[namespace] else { return name.local }
            return "\(prefix):\(name.local)"
        }
        var attributes = extra + payload.attributes.sorted { $0.key < $1.key }.map { (name: qualified($0.key), value: $0.value) }
        if let type = payload.typeName { attributes.append(("xsi:type", qualified(type))) }
        writer.start(qualified(payload.name), attributes)
        if !payload.text.isEmpty { writer.text(payload.text) }
        for child in payload.children { write(child, prefixes, [], to: &writer) }
        writer.end()
    }

    /// The payload alone as a document, for validation.
    static func document(_ payload: Payload) -> [UInt8] {
        var prefixes: [String: String] = [:]
        collect(payload, into: &prefixes)
        var writer = XMLWriter(.none)
        let declarations = prefixes.sorted { $0.value < $1.value }.filter { $0.value != "xml" }.map {
            (name: "xmlns:\($0.value)", value: $0.key)
        }
        write(payload, prefixes, declarations, to: &writer)
        return writer.finish()
    }
}
