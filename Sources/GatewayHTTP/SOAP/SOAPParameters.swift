package import SafeXML
package import ServiceModel

/// Decodes the children of a request element as `Wire` (contract: `soap.md` §5): by local name, in any order, qualified or not.
package enum SOAPParameters {
    /// - Throws: `soap.xml` for mixed content.
    package static func read(_ element: XMLElement) throws(Fault) -> WireObject {
        guard element.children.isEmpty || element.isTextWhitespace else { throw Fault(.soapXML) }
        var object = WireObject()
        for child in element.children {
            let name = child.name.local
            let value = try value(of: child)
            // A single element never decodes as a list, so a list here came from siblings. A repeated scalar becomes a list and is refused
            // by its type.
            switch object[name] {
            case nil: object.append(name, value)
            case .list(let items)?: object.set(name, .list(items + [value]))
            case let first?: object.set(name, .list([first, value]))
            }
        }
        return object
    }

    private static func value(of element: XMLElement) throws(Fault) -> Wire {
        switch element.attribute(named: "nil", namespace: SOAPNames.schemaInstance).map(XMLText.trimmed) {
        case "true", "1": return .null
        default: break
        }
        return element.children.isEmpty ? .text(element.text) : .object(try read(element))
    }
}
