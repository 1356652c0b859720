import SafeXML

/// Writes elements back as XML, with the prefixes and declarations that they have.
enum ElementWriter {
    /// - Parameter isStandalone: the root declares all that is in scope, so that it means the same outside its document.
    static func bytes(of element: Element, isStandalone: Bool = false, layout: XMLWriter.Layout = .compact) -> [UInt8] {
        var element = element
        if isStandalone { element.declarations = element.scope.merging(element.declarations) { _, own in own } }
        var writer = XMLWriter(.none, layout: layout)
        write(element, to: &writer)
        return writer.finish()
    }

    static func text(of element: Element, layout: XMLWriter.Layout = .compact) -> String {
        String(decoding: bytes(of: element, isStandalone: true, layout: layout), as: UTF8.self)
    }

    private static func write(_ element: Element, to writer: inout XMLWriter) {
        let declarations = element.declarations.sorted { $0.key < $1.key }.map { prefix, uri in
            (name: prefix.isEmpty ? "xmlns" : "xmlns:\(prefix)", value: uri)
        }
        let attributes = element.attributes.map { (name: qualified($0.name, $0.prefix), value: $0.value) }
        writer.start(qualified(element.name, element.prefix), declarations + attributes)
        let hasElements = element.content.contains { if case .element = $0 { true } else { false } }
        for item in element.content {
            switch item {
            case .element(let child): write(child, to: &writer)
            case .text(let text):
                // White space between elements is layout.
                if !hasElements || !text.trimmingXMLSpace.isEmpty { writer.text(text) }
            case .processingInstruction: break
            }
        }
        writer.end()
    }

    private static func qualified(_ name: QName, _ prefix: String?) -> String {
        prefix.map { "\($0):\(name.local)" } ?? name.local
    }
}

extension Element {
    subscript(attribute: String) -> String? {
        get { self[nil, attribute] }
        set {
            attributes.removeAll { $0.name == QName(nil, attribute) }
            if let newValue { attributes.append(Attribute(name: QName(nil, attribute), prefix: nil, value: newValue)) }
        }
    }
}
