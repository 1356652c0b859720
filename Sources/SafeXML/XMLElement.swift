/// One element of a document that was read: a value, detached from any parser.
///
/// Comments are gone, references and CDATA sections are resolved into `text`. The order of text and child elements among each other
/// is not kept; the messages of this gateway have no mixed content.
public struct XMLElement: Sendable {
    public var name: XMLName
    /// In the order written. Namespace declarations are not attributes.
    public var attributes: [XMLAttribute]
    public var children: [XMLElement]
    /// The character data that stands directly in this element, joined in order, white space kept.
    public var text: String

    public init(_ name: XMLName, attributes: [XMLAttribute] = [], children: [XMLElement] = [], text: String = "") {
        self.name = name
        self.attributes = attributes
        self.children = children
        self.text = text
    }

    /// Whether there are neither child elements nor any text, not even a blank.
    public var isEmpty: Bool {
        children.isEmpty && text.isEmpty
    }

    /// Whether the text is empty or holds only the white space of XML: blank, tab, line feed, carriage return.
    public var isTextBlank: Bool {
        text.utf8.allSatisfy(\.isXMLBlank)
    }

    /// The value of the attribute with this local name in this namespace (nil: in none), or nil if there is none.
    public func attribute(named local: String, namespace: String? = nil) -> String? {
        attributes.first { $0.name.matches(local, in: namespace) }?.value
    }
}

/// One attribute; its value has references resolved and white space normalised as XML 1.0 §3.3.3 demands.
public struct XMLAttribute: Sendable {
    public var name: XMLName
    public var value: String

    public init(_ name: XMLName, value: String) {
        self.name = name
        self.value = value
    }
}

extension XMLAttribute: Equatable {
    /// Names and values are compared byte by byte.
    public static func == (a: XMLAttribute, b: XMLAttribute) -> Bool {
        a.name == b.name && XMLName.same(a.value, b.value)
    }
}

extension XMLElement: Equatable {
    /// Names, values and text are compared byte by byte.
    public static func == (a: XMLElement, b: XMLElement) -> Bool {
        a.name == b.name && XMLName.same(a.text, b.text) && a.attributes == b.attributes && a.children == b.children
    }
}

extension UInt8 {
    /// White space of XML 1.0 (production S).
    var isXMLBlank: Bool {
        self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D
    }
}
