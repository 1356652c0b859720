import CLibXML2

/// Builds a tree from the callbacks of the parser and enforces the limits. Used for one document on one thread.
final class TreeBuilder {
    /// An element whose end tag was not read yet. Its text is kept as bytes, because a callback can end inside a character.
    private struct OpenElement {
        let name: XMLName
        let attributes: [XMLAttribute]
        var children: [XMLElement] = []
        var text: [UInt8] = []
    }

    private let limits: XMLLimits
    private var open: [OpenElement] = []
    private var elements = 0
    /// The last namespace. libxml2 interns names, so equal addresses are equal names while the context exists.
    private var lastNamespace: (address: UnsafePointer<UInt8>, text: String)?

    /// The parser that calls this builder.
    var parser: xmlParserCtxtPtr?
    /// The first error. Later callbacks are ignored.
    private(set) var error: XMLError?
    private(set) var root: XMLElement?
    /// Whether libxml2 reported a namespace name that is no URI.
    var hasOddNamespace = false

    init(limits: XMLLimits) {
        self.limits = limits
    }

    /// Records the error and stops the parser. Stopping alone is not sufficient, because a stopped parser can report success.
    func refuse(_ reason: XMLError) {
        record(reason)
        if let parser { xmlStopParser(parser) }
    }

    /// Records the first error without stopping the parser. Stopping it while it reports an error would free input that it still uses; it
    /// stops by itself after a fatal error.
    func record(_ reason: XMLError = .malformed) {
        if error == nil { error = reason }
    }

    func startElement(_ start: ElementStart) {
        guard error == nil else { return refuse(.malformed) }
        elements += 1
        guard elements <= limits.elements, open.count < limits.depth,
            start.attributes.count <= limits.attributes, start.declarations.count <= limits.namespaceDeclarations,
            fits(start.local, start.prefix), start.declarations.allSatisfy({ fits($0, "xmlns") }),
            start.attributes.allSatisfy({ fits($0.local, $0.prefix) })
        else { return refuse(.limit) }
        let attributes = start.attributes.map { attribute in
            XMLAttribute(name(attribute.local, attribute.prefix, attribute.namespace), value: attribute.value.text)
        }
        open.append(OpenElement(name: name(start.local, start.prefix, start.namespace), attributes: attributes))
    }

    func endElement() {
        guard error == nil else { return refuse(.malformed) }
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
        guard error == nil else { return refuse(.malformed) }
        // White space outside of the root is reported as well.
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
