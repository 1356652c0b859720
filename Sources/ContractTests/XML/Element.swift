/// An element of a document that was read or is to be sent: a value with the order of its content and the namespaces in scope.
package struct Element: Sendable {
    struct Attribute: Sendable, Equatable {
        var name: QName
        var prefix: String?
        var value: String
    }

    enum Content: Sendable {
        case element(Element)
        case text(String)
        case processingInstruction(String)
    }

    var name: QName
    var prefix: String?
    var attributes: [Attribute] = []
    /// The declarations written on this element; the key is empty for the default namespace.
    var declarations: [String: String] = [:]
    var content: [Content] = []
    /// In the document, from 1; 0 for an element that was not read.
    var line = 0
    /// All prefixes that are bound here.
    var scope: [String: String] = [:]

    init(_ name: QName, prefix: String? = nil) {
        self.name = name
        self.prefix = prefix
    }

    var children: [Element] {
        content.compactMap { if case .element(let element) = $0 { element } else { nil } }
    }

    /// The character data directly in this element, joined.
    var text: String {
        content.reduce(into: "") { if case .text(let text) = $1 { $0 += text } }
    }

    var trimmedText: String { text.trimmingXMLSpace }

    var hasProcessingInstruction: Bool {
        content.contains {
            switch $0 {
            case .processingInstruction: true
            case .element(let element): element.hasProcessingInstruction
            case .text: false
            }
        }
    }

    func isNamed(_ namespace: String?, _ local: String) -> Bool { name.local == local && name.namespace == namespace }

    func children(_ namespace: String?, _ local: String) -> [Element] { children.filter { $0.isNamed(namespace, local) } }

    func child(_ namespace: String?, _ local: String) -> Element? { children.first { $0.isNamed(namespace, local) } }

    subscript(namespace: String?, attribute: String) -> String? {
        attributes.first { $0.name.local == attribute && $0.name.namespace == namespace }?.value
    }

    /// The expanded name that a value such as `tns:Order` stands for; `nil` when its prefix is not bound.
    ///
    /// Without a prefix the default namespace counts, as in XML Schema and WSDL.
    func expandedName(_ value: String) -> QName? {
        let parts = value.trimmingXMLSpace.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { return QName(scope[""], parts.first ?? "") }
        if parts[0] == "xml" { return QName(Namespace.xml, parts[1]) }
        return scope[parts[0]].map { QName($0, parts[1]) }
    }

    /// The expanded name in an attribute, with what was written in case it cannot be resolved.
    func reference(_ attribute: String) -> Reference? {
        self[attribute].map { Reference(name: expandedName($0), written: $0) }
    }
}

/// A name that refers to something else in a document.
struct Reference: Sendable {
    /// `nil` when the prefix is not bound.
    let name: QName?
    let written: String
}

extension StringProtocol {
    /// Without the white space of XML at both ends.
    var trimmingXMLSpace: String {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" || $0 == "\r\n" }
        guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(self[first...last])
    }
}
