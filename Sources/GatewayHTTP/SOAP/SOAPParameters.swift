package import SafeXML
package import ServiceModel

/// The children of a request element into `Wire` (contract: `soap.md` §5): by local name, in any order, qualified or not.
package enum SOAPParameters {
    /// - Throws: `soap.xml` for text beside elements.
    package static func read(_ element: XMLElement) throws(Fault) -> WireObject {
        guard element.children.isEmpty || element.isTextBlank else { throw Fault(.soapXML) }
        var object = WireObject()
        for child in element.children {
            let name = child.name.local
            let value = try value(of: child)
            // No single element is a list, so a list here came from siblings; a scalar given twice becomes one and does not fit.
            switch object[name] {
            case nil: object.append(name, value)
            case .list(let items)?: object.set(name, .list(items + [value]))
            case let first?: object.set(name, .list([first, value]))
            }
        }
        return object
    }

    private static func value(of element: XMLElement) throws(Fault) -> Wire {
        switch element.attribute(named: "nil", namespace: SOAPNames.schemaInstance).map(XMLBlank.trimmed) {
        case "true", "1": return .null
        default: break
        }
        return element.children.isEmpty ? .text(element.text) : .object(try read(element))
    }
}
