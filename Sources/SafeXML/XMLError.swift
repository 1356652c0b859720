/// Why a document was not read. Says nothing about where or what: refused input is never echoed.
public enum XMLError: Error, Sendable, Equatable, CaseIterable {
    /// Not well-formed XML 1.0 with namespaces: syntax, forbidden characters, undeclared entities and prefixes, empty input.
    case malformed
    /// A document type declaration of any form.
    case doctype
    /// A processing instruction, inside or outside the root.
    case processingInstruction
    /// The bytes are not UTF-8, or the declaration names something else than UTF-8 or US-ASCII.
    case encoding
    /// More than `XMLLimits` allows.
    case limit
}
