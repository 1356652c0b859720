/// Parses untrusted bytes as XML 1.0 with namespaces in UTF-8. All XML input of the gateway is parsed here.
///
/// DOCTYPE, processing instructions and entities other than the five predefined ones are refused. No file or network resource is accessed.
/// The result depends on the bytes alone. Calls are thread-safe and keep no state.
public enum XMLReader {
    /// Returns the root element. The bytes are not accessed after the call.
    public static func read(_ bytes: UnsafeRawBufferPointer, limits: XMLLimits = .gateway) throws(XMLError) -> XMLElement {
        if bytes.count > limits.bytes { throw .limit }
        if bytes.isEmpty { throw .malformed }
        try EncodingGate.check(bytes)
        try TagGate.check(bytes, limits)
        return try ParserContext.parse(bytes, into: TreeBuilder(limits: limits))
    }

    /// Returns the root element.
    public static func read(_ bytes: [UInt8], limits: XMLLimits = .gateway) throws(XMLError) -> XMLElement {
        let outcome = bytes.withUnsafeBytes { bytes in
            Result { () throws(XMLError) in try read(bytes, limits: limits) }
        }
        return try outcome.get()
    }
}

/// Why a document was refused. Contains no position and no input, so that refused input is never echoed.
public enum XMLError: Error, Sendable, Equatable, CaseIterable {
    /// Not well-formed XML 1.0 with namespaces: syntax, forbidden characters, undeclared entities and prefixes, empty input.
    case malformed
    /// A document type declaration.
    case doctype
    /// A processing instruction, inside or outside the root.
    case processingInstruction
    /// The bytes are not UTF-8, or the declared encoding is neither UTF-8 nor US-ASCII.
    case encoding
    /// The document exceeds ``XMLLimits``.
    case limit
}

/// Inclusive upper limits of one document. A document above one of them is refused with ``XMLError/limit``.
public struct XMLLimits: Sendable, Equatable {
    /// Size of the whole document, byte order mark included.
    public var bytes: Int
    /// Nesting of elements; the root has depth 1.
    public var depth: Int
    /// Elements in the whole document.
    public var elements: Int
    /// Attributes of one element, without namespace declarations.
    public var attributes: Int
    /// Namespace declarations of one element.
    public var namespaceDeclarations: Int
    /// UTF-8 bytes of one qualified name; for declarations `xmlns:` is included.
    public var nameBytes: Int

    /// The limits of the contract (`rest.md` §6, §14).
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
