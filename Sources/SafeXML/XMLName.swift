/// The name of an element or attribute, as written and as its namespace makes it.
///
/// Names are compared byte by byte. Swift's `String ==` holds canonically equivalent strings equal, which XML does not.
public struct XMLName: Sendable {
    /// The namespace that the prefix, or the default declaration, stands for. Attributes without prefix have none.
    public let namespace: String?
    public let prefix: String?
    public let local: String

    public init(_ local: String, prefix: String? = nil, namespace: String? = nil) {
        self.local = local
        self.prefix = prefix
        self.namespace = namespace
    }

    /// The name as written: `prefix:local`, or `local`.
    public var qualified: String {
        guard let prefix else { return local }
        return "\(prefix):\(local)"
    }

    /// Whether this is `local` in `namespace`, whatever its prefix.
    public func matches(_ local: String, in namespace: String?) -> Bool {
        XMLName.same(self.local, local) && XMLName.same(self.namespace, namespace)
    }

    /// Whether two strings have the same UTF-8 bytes.
    public static func same(_ a: String, _ b: String) -> Bool {
        a.utf8.count == b.utf8.count && a.utf8.elementsEqual(b.utf8)
    }

    /// Whether both are absent, or both present with the same UTF-8 bytes.
    public static func same(_ a: String?, _ b: String?) -> Bool {
        switch (a, b) {
        case (.none, .none): true
        case (.some(let a), .some(let b)): same(a, b)
        default: false
        }
    }
}

extension XMLName: Equatable {
    /// Same namespace, prefix and local part, byte by byte. Use `matches(_:in:)` where the prefix must not matter.
    public static func == (a: XMLName, b: XMLName) -> Bool {
        same(a.local, b.local) && same(a.prefix, b.prefix) && same(a.namespace, b.namespace)
    }
}
