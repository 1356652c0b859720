/// An append-only writer of one document in UTF-8. All XML output of the gateway is written here.
///
/// Text and attribute values are escaped by ``XMLText``, elements are closed in order, and bytes that cannot occur in names are dropped from
/// names, so no value can become markup. The writer does not check that there is exactly one root, that prefixes are declared, that
/// attributes are unique, or that names begin with a letter (see ``XMLName/sanitized(_:)``).
public struct XMLWriter: Sendable {
    public enum Declaration: Sendable {
        case none
        /// `<?xml version="1.0"?>` and a line feed.
        case version
        /// `<?xml version="1.0"?>` alone.
        case versionWithoutLineFeed
        /// `<?xml version="1.0" encoding="UTF-8"?>` and a line feed.
        case versionAndEncoding
    }

    public enum Layout: Sendable {
        /// Nothing is added between elements.
        case compact
        /// Child elements are on lines of their own, indented by two spaces; the document ends with a line feed. White space is never added to
        /// an element that has text.
        case indented
    }

    /// Names and values, written in this order.
    public typealias Attributes = [(name: String, value: String)]

    private struct OpenElement {
        let name: String
        var hasText = false
        var hasElements = false
    }

    private var bytes: [UInt8] = []
    private var open: [OpenElement] = []
    private let layout: Layout

    /// - Parameter capacity: the expected size in bytes.
    public init(_ declaration: Declaration, layout: Layout = .compact, capacity: Int = 1024) {
        self.layout = layout
        bytes.reserveCapacity(max(0, capacity))
        open.reserveCapacity(8)
        switch declaration {
        case .none: break
        case .version: append("<?xml version=\"1.0\"?>\n")
        case .versionWithoutLineFeed: append("<?xml version=\"1.0\"?>")
        case .versionAndEncoding: append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        }
    }

    /// Opens an element.
    /// - Parameter name: the qualified name.
    public mutating func start(_ name: String, _ attributes: Attributes = []) {
        openTag(name, attributes)
        append(">")
        open.append(OpenElement(name: name))
    }

    /// Closes the innermost open element, if any. Without content it is written as `<a></a>`.
    public mutating func end() {
        guard let ended = open.popLast() else { return }
        if ended.hasElements, !ended.hasText { breakLine() }
        append("</")
        appendName(ended.name)
        append(">")
    }

    /// Writes text into the innermost open element.
    public mutating func text(_ text: String) {
        if let current = open.indices.last, !text.isEmpty { open[current].hasText = true }
        XMLText.append(text, to: &bytes, for: .text)
    }

    /// Writes an empty element as `<a/>`.
    public mutating func empty(_ name: String, _ attributes: Attributes = []) {
        openTag(name, attributes)
        append("/>")
    }

    /// Writes `<a>text</a>`, or `<a></a>` for an empty text.
    public mutating func element(_ name: String, _ attributes: Attributes = [], text: String) {
        openTag(name, attributes)
        append(">")
        XMLText.append(text, to: &bytes, for: .text)
        append("</")
        appendName(name)
        append(">")
    }

    /// Writes an element with the content that the closure writes. Elements that the closure leaves open are closed; it cannot close outer
    /// ones.
    public mutating func element<E: Error>(
        _ name: String, _ attributes: Attributes = [], _ content: (inout XMLWriter) throws(E) -> Void
    ) throws(E) {
        start(name, attributes)
        let depth = open.count
        try content(&self)
        while open.count >= depth { end() }
    }

    /// Closes all open elements and returns the document.
    public consuming func finish() -> [UInt8] {
        while !open.isEmpty { end() }
        if layout == .indented { append("\n") }
        return bytes
    }
}

extension XMLWriter {
    private mutating func openTag(_ name: String, _ attributes: Attributes) {
        if let parent = open.indices.last {
            if !open[parent].hasText { breakLine() }
            open[parent].hasElements = true
        }
        append("<")
        appendName(name)
        for attribute in attributes {
            append(" ")
            appendName(attribute.name)
            append("=\"")
            XMLText.append(attribute.value, to: &bytes, for: .attribute)
            append("\"")
        }
    }

    private mutating func breakLine() {
        guard layout == .indented else { return }
        append("\n")
        for _ in open.indices { append("  ") }
    }

    private mutating func append(_ markup: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: markup.utf8Start, count: markup.utf8CodeUnitCount))
    }

    private mutating func appendName(_ name: String) {
        let written: Void? = name.utf8.withContiguousStorageIfAvailable { units in
            if !units.isEmpty, units.allSatisfy(XMLWriter.canStandInName) { bytes.append(contentsOf: units) } else { appendRest(of: name) }
        }
        if written == nil { appendRest(of: name) }
    }

    private mutating func appendRest(of name: String) {
        let kept = name.utf8.filter(XMLWriter.canStandInName)
        if kept.isEmpty { append("_") } else { bytes.append(contentsOf: kept) }
    }

    /// Name characters of ASCII including the colon, and all non-ASCII bytes, none of which is markup.
    private static func canStandInName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x3A, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x80...0xFF: true
        default: false
        }
    }
}
