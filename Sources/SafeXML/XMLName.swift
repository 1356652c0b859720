/// The qualified and expanded name of an element or attribute.
///
/// Names are compared byte by byte, because Swift's `String ==` treats canonically equivalent strings as equal and XML does not.
public struct XMLName: Sendable {
    /// The namespace of the prefix or of the default declaration. Attributes without prefix have none.
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

    /// Whether the expanded name is `local` in `namespace`. The prefix is ignored.
    public func matches(_ local: String, in namespace: String?) -> Bool {
        self.local.utf8Equals(local) && self.namespace.utf8Equals(namespace)
    }
}

extension XMLName: Equatable {
    /// Compares namespace, prefix and local name. Use ``matches(_:in:)`` to ignore the prefix.
    public static func == (a: XMLName, b: XMLName) -> Bool {
        a.local.utf8Equals(b.local) && a.prefix.utf8Equals(b.prefix) && a.namespace.utf8Equals(b.namespace)
    }
}

// This module imports nothing of the gateway, so it has its own comparison.
extension String {
    func utf8Equals(_ other: String) -> Bool {
        utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
    }
}

extension String? {
    func utf8Equals(_ other: String?) -> Bool {
        switch (self, other) {
        case (.none, .none): true
        case (.some(let one), .some(let other)): one.utf8Equals(other)
        default: false
        }
    }
}
