import CLibXML2
import CSchemaValidation

/// A parsed document: the tree as values, and libxml2's own copy for as long as something has to be validated.
package final class XMLSource: Sendable {
    package let root: Element
    private nonisolated(unsafe) let document: UnsafeMutableRawPointer

    /// - Throws: ``XMLSourceError`` for anything that is not well-formed XML with namespaces, or has a DOCTYPE.
    package init(_ bytes: [UInt8]) throws(XMLSourceError) {
        var error = contract_xml_error()
        let read = bytes.withUnsafeBytes { contract_document_read($0.baseAddress, $0.count, &error) }
        guard let read, let node = xmlDocGetRootElement(read.assumingMemoryBound(to: xmlDoc.self)) else {
            if let read { contract_document_free(read) }
            let message = withUnsafeBytes(of: error.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            throw XMLSourceError(isDoctype: error.reason == CONTRACT_XML_DOCTYPE, line: Int(error.line), message: message.trimmingXMLSpace)
        }
        document = read
        root = TreeReading.element(node, scope: [:])
    }

    deinit { contract_document_free(document) }

    /// Whether there is a processing instruction anywhere, before and behind the root too.
    var hasProcessingInstruction: Bool {
        var node = document.assumingMemoryBound(to: xmlDoc.self).pointee.children
        while let current = node {
            if current.pointee.type == XML_PI_NODE { return true }
            node = current.pointee.next
        }
        return root.hasProcessingInstruction
    }

    /// Lends the node that is reached from the root by taking, at each step, the child element with this index.
    func withNode<Result>(at path: [Int], _ body: (UnsafeMutableRawPointer) -> Result) -> Result? {
        guard var node = xmlDocGetRootElement(document.assumingMemoryBound(to: xmlDoc.self)) else { return nil }
        for index in path {
            var child = xmlFirstElementChild(node)
            for _ in 0..<max(index, 0) { child = child.flatMap { xmlNextElementSibling($0) } }
            guard let child else { return nil }
            node = child
        }
        return body(UnsafeMutableRawPointer(node))
    }
}

/// Why a document cannot be read.
package struct XMLSourceError: Error, CustomStringConvertible {
    let isDoctype: Bool
    let line: Int
    let message: String

    package var description: String {
        isDoctype ? "it has a DOCTYPE" : "line \(line): \(message.isEmpty ? "it is not well-formed XML" : message)"
    }
}

/// Turns libxml2's nodes into values. The depth is bounded by the parser (256 levels).
private enum TreeReading {
    static func element(_ node: xmlNodePtr, scope outer: [String: String]) -> Element {
        var element = Element(name(node.pointee.name, node.pointee.ns), prefix: node.pointee.ns.flatMap { text($0.pointee.prefix) })
        element.line = xmlGetLineNo(node)
        element.scope = outer
        var declaration = node.pointee.nsDef
        while let current = declaration {
            let prefix = text(current.pointee.prefix) ?? ""
            let uri = text(current.pointee.href) ?? ""
            element.declarations[prefix] = uri
            element.scope[prefix] = uri.isEmpty ? nil : uri
            declaration = current.pointee.next
        }
        var attribute = node.pointee.properties
        while let current = attribute {
            let value = xmlNodeListGetString(node.pointee.doc, current.pointee.children, 1)
            element.attributes.append(
                Element.Attribute(
                    name: name(current.pointee.name, current.pointee.ns), prefix: current.pointee.ns.flatMap { text($0.pointee.prefix) },
                    value: text(value) ?? ""))
            if let value { contract_string_free(value) }
            attribute = current.pointee.next
        }
        var child = node.pointee.children
        while let current = child {
            switch current.pointee.type {
            case XML_ELEMENT_NODE: element.content.append(.element(Self.element(current, scope: element.scope)))
            case XML_TEXT_NODE, XML_CDATA_SECTION_NODE: element.content.append(.text(text(current.pointee.content) ?? ""))
            case XML_PI_NODE: element.content.append(.processingInstruction(text(current.pointee.name) ?? ""))
            default: break
            }
            child = current.pointee.next
        }
        return element
    }

    private static func name(_ local: UnsafePointer<xmlChar>?, _ namespace: UnsafeMutablePointer<xmlNs>?) -> QName {
        QName(namespace.flatMap { text($0.pointee.href) }, text(local) ?? "")
    }

    private static func text(_ bytes: UnsafePointer<xmlChar>?) -> String? {
        bytes.map { String(cString: $0) }
    }
}
