/// Upper bounds of one document. A document at a bound is read, one above it is refused as `XMLError.limit`.
public struct XMLLimits: Sendable, Equatable {
    /// Size of the whole document, byte order mark included.
    public var bytes: Int
    /// Nesting of elements; the root has depth 1.
    public var depth: Int
    /// Elements in the whole document.
    public var elements: Int
    /// Attributes on one element, namespace declarations apart.
    public var attributes: Int
    /// Namespace declarations on one element.
    public var namespaceDeclarations: Int
    /// UTF-8 bytes of one name as written, prefix and colon included; `xmlns:` counts for declarations.
    public var nameBytes: Int

    /// The limits of the gateway's contract (rest.md §6, §14): 64 KiB, 32 levels, 512 elements, 16 attributes and
    /// 32 namespace declarations on an element, names of 256 bytes.
    public static let gateway = XMLLimits()

    public init(
        bytes: Int = 65536,
        depth: Int = 32,
        elements: Int = 512,
        attributes: Int = 16,
        namespaceDeclarations: Int = 32,
        nameBytes: Int = 256
    ) {
        self.bytes = bytes
        self.depth = depth
        self.elements = elements
        self.attributes = attributes
        self.namespaceDeclarations = namespaceDeclarations
        self.nameBytes = nameBytes
    }
}
