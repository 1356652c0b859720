import CLibXML2

/// Collects what the parser reports into a tree and enforces the limits. Lives for one document on one thread.
final class TreeBuilder {
    /// An element whose end has not been seen. Text stays bytes until then: a piece may end inside a character.
    private struct Open {
        let name: XMLName
        let attributes: [XMLAttribute]
        var children: [XMLElement] = []
        var text: [UInt8] = []
    }

    private let limits: XMLLimits
    private var open: [Open] = []
    private var elements = 0
    /// The namespace met last. libxml2 interns names, so one address is one name as long as the context lives.
    private var lastNamespace: (address: UnsafePointer<UInt8>, text: String)?

    /// The parser that reports to this builder, for stopping it.
    var parser: xmlParserCtxtPtr?
    /// The first refusal; nothing is collected after it.
    private(set) var refusal: XMLError?
    private(set) var root: XMLElement?
    /// The name of a namespace is no URI to libxml2.
    var hasOddNamespace = false

    init(limits: XMLLimits) {
        self.limits = limits
    }

    /// Remembers the first refusal and stops the parser. Stopping alone is not enough: a stopped parser may report success.
    func refuse(_ reason: XMLError) {
        noteError(reason)
        if let parser { xmlStopParser(parser) }
    }

    /// Remembers the first refusal without touching the parser, which is in the middle of something when it reports an error:
    /// stopping it there would free the input under its feet. It ends by itself after a fatal error.
    func noteError(_ reason: XMLError = .malformed) {
        if refusal == nil { refusal = reason }
    }

    func startElement(_ start: ElementStart) {
        guard refusal == nil else { return refuse(.malformed) }
        elements += 1
        guard elements <= limits.elements, open.count < limits.depth,
            start.attributes.count <= limits.attributes, start.declarations.count <= limits.namespaceDeclarations,
            fits(start.local, start.prefix), start.declarations.allSatisfy({ fits($0, "xmlns") }),
            start.attributes.allSatisfy({ fits($0.local, $0.prefix) })
        else { return refuse(.limit) }
        let attributes = start.attributes.map { attribute in
            XMLAttribute(name(attribute.local, attribute.prefix, attribute.namespace), value: attribute.value.text)
        }
        open.append(Open(name: name(start.local, start.prefix, start.namespace), attributes: attributes))
    }

    func endElement() {
        guard refusal == nil else { return refuse(.malformed) }
        guard let ended = open.popLast() else { return refuse(.malformed) }
        let element = XMLElement(
            ended.name, attributes: ended.attributes, children: ended.children, text: String(decoding: ended.text, as: UTF8.self))
        if let parent = open.indices.last {
            open[parent].children.append(element)
        } else {
            root = element
        }
    }

    func characters(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard refusal == nil else { return refuse(.malformed) }
        // White space around the root is reported too.
        guard let current = open.indices.last else { return }
        open[current].text.append(contentsOf: bytes)
    }

    private func fits(_ local: SAXString, _ prefix: SAXString?) -> Bool {
        guard let prefix else { return local.count <= limits.nameBytes }
        return local.count + 1 + prefix.count <= limits.nameBytes
    }

    private func fits(_ prefix: SAXString?, _ xmlns: StaticString) -> Bool {
        guard let prefix else { return true }
        return xmlns.utf8CodeUnitCount + 1 + prefix.count <= limits.nameBytes
    }

    private func name(_ local: SAXString, _ prefix: SAXString?, _ namespace: SAXString?) -> XMLName {
        XMLName(local.text, prefix: prefix?.text, namespace: namespace.map(namespaceText))
    }

    private func namespaceText(_ namespace: SAXString) -> String {
        if let lastNamespace, lastNamespace.address == namespace.address { return lastNamespace.text }
        let text = namespace.text
        lastNamespace = (namespace.address, text)
        return text
    }
}
