import SafeXML
package import ServiceModel

/// Decodes an XML body as `Wire` (contract: `rest.md` §6). The name of the root is ignored; its children are the fields.
package enum XMLBody {
    /// - Throws: `body.undecodable`.
    package static func read(_ body: [UInt8]) throws(Fault) -> WireObject {
        let root: XMLElement
        do {
            root = try XMLReader.read(body)
        } catch {
            throw Fault(.bodyUndecodable)
        }
        return try fields(of: root)
    }

    private static func fields(of element: XMLElement) throws(Fault) -> WireObject {
        guard !element.children.isEmpty else { return WireObject() }
        guard element.isTextWhitespace else { throw Fault(.bodyUndecodable) }
        var object = WireObject()
        for child in element.children {
            let value = try value(of: child)
            // Siblings with the same name are a list. A single element never decodes as a list, so a list here came from siblings.
            switch object[child.name.qualified] {
            case nil: object.append(child.name.qualified, value)
            case .list(let items)?: object.set(child.name.qualified, .list(items + [value]))
            case let first?: object.set(child.name.qualified, .list([first, value]))
            }
        }
        return object
    }

    private static func value(of element: XMLElement) throws(Fault) -> Wire {
        if !element.children.isEmpty { return .object(try fields(of: element)) }
        if !element.attributes.isEmpty {
            // An element with attributes is an object; white space in it is ignored.
            return .object(element.isTextWhitespace ? WireObject() : WireObject([.init(name: "_value", value: .text(element.text))]))
        }
        return element.text.isEmpty ? .null : .text(element.text)
    }
}
