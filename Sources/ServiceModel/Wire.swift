/// A neutral value: bodies, paths and queries are parsed into it before a codec decodes them, and codecs encode into it.
///
/// The size of bodies is limited before they are parsed, so the tree stays small.
public enum Wire: Sendable, Equatable {
    case null
    case text(String)
    case bool(Bool)
    case int(Int)
    /// An integer literal that `Int` cannot represent exactly (too large, or `-0`), as written.
    case integerLiteral(String)
    /// Always finite.
    case double(Double)
    case list([Wire])
    case object(WireObject)
}

/// Named values in the order in which they were sent.
///
/// Names are compared as bytes: Swift's `==` treats canonically equivalent strings as equal, a wire format does not.
public struct WireObject: Sendable, Equatable {
    public struct Member: Sendable, Equatable {
        public var name: String
        public var value: Wire

        public init(name: String, value: Wire) {
            self.name = name
            self.value = value
        }
    }

    public var members: [Member]

    public init(_ members: [Member] = []) {
        self.members = members
    }

    /// The first value of that name.
    public subscript(_ name: String) -> Wire? {
        members.first { $0.name.utf8Equals(name) }?.value
    }

    /// Appends a member. Names may repeat.
    public mutating func append(_ name: String, _ value: Wire) {
        members.append(Member(name: name, value: value))
    }

    /// Replaces the first value of that name, or appends a member.
    public mutating func set(_ name: String, _ value: Wire) {
        if let index = members.firstIndex(where: { $0.name.utf8Equals(name) }) {
            members[index].value = value
        } else {
            append(name, value)
        }
    }
}

extension Wire: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    public init(stringLiteral value: String) { self = .text(value) }
    public init(integerLiteral value: Int) { self = .int(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension Wire: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    public init(arrayLiteral elements: Wire...) { self = .list(elements) }
    public init(dictionaryLiteral elements: (String, Wire)...) {
        self = .object(WireObject(elements.map { WireObject.Member(name: $0.0, value: $0.1) }))
    }
}

extension StringProtocol {
    /// Whether both have the same UTF-8 bytes. `==` also holds for canonically equivalent texts, which are different names, codes and
    /// addresses.
    public func utf8Equals(_ other: some StringProtocol) -> Bool {
        utf8.elementsEqual(other.utf8)
    }
}
