/// An element of a parsed document.
///
/// Comments are dropped; references and CDATA sections are resolved. The order of text relative to child elements is not preserved,
/// because the gateway's messages have no mixed content.
public struct XMLElement: Sendable {
    public var name: XMLName
    /// In document order. Namespace declarations are not attributes.
    public var attributes: [XMLAttribute]
    public var children: [XMLElement]
    /// The character data directly in this element, concatenated, with white space.
    public var text: String

    public init(_ name: XMLName, attributes: [XMLAttribute] = [], children: [XMLElement] = [], text: String = "") {
        self.name = name
        self.attributes = attributes
        self.children = children
        self.text = text
    }

    /// Whether there are neither child elements nor text, not even white space.
    public var isEmpty: Bool {
        children.isEmpty && text.isEmpty
    }

    /// Whether the text is empty or consists of XML white space.
    public var isTextWhitespace: Bool {
        text.utf8.allSatisfy(\.isXMLWhitespace)
    }

    /// The value of the attribute with this local name in this namespace; `nil` if there is none.
    /// - Parameter namespace: `nil` for an attribute without namespace.
    public func attribute(named local: String, namespace: String? = nil) -> String? {
        attributes.first { $0.name.matches(local, in: namespace) }?.value
    }
}

/// An attribute. References in its value are resolved and white space is normalized (XML 1.0 §3.3.3).
public struct XMLAttribute: Sendable {
    public var name: XMLName
    public var value: String

    public init(_ name: XMLName, value: String) {
        self.name = name
        self.value = value
    }
}

extension XMLAttribute: Equatable {
    /// Compares names and values byte by byte.
    public static func == (a: XMLAttribute, b: XMLAttribute) -> Bool {
        a.name == b.name && a.value.utf8Equals(b.value)
    }
}

extension XMLElement: Equatable {
    /// Compares names, values and text byte by byte.
    public static func == (a: XMLElement, b: XMLElement) -> Bool {
        a.name == b.name && a.text.utf8Equals(b.text) && a.attributes == b.attributes && a.children == b.children
    }
}

extension UInt8 {
    /// White space of XML 1.0 (production S): space, tab, line feed, carriage return.
    var isXMLWhitespace: Bool {
        self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D
    }
}
