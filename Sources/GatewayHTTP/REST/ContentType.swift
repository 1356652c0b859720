import HTTPTypes
import ServiceModel

/// The media type of a request body (contract: `rest.md` §6).
enum ContentType {
    /// - Parameter suffixed: whether the path ended in `.xml`, which is the type of a body without `Content-Type` (D13).
    /// - Throws: `content-encoding.unsupported`, `content-type.missing`, `.invalid`, `.charset`, `.unsupported`.
    static func format(_ headers: RequestFields, suffixed: Bool) throws(Fault) -> BodyFormat {
        try checkCoding(headers)
        let field = headers[values: .contentType]
        guard field.count <= 1 else { throw Fault(.contentTypeInvalid) }
        guard let text = field.first, !FieldSyntax.trimmed(text[...]).isEmpty else {
            if suffixed { return .xml }
            throw Fault(.contentTypeMissing)
        }
        return try read(text)
    }

    /// - Throws: `content-encoding.unsupported` for anything but `identity` (D6).
    static func checkCoding(_ headers: RequestFields) throws(Fault) {
        guard let field = headers[.contentEncoding] else { return }
        let coding = FieldSyntax.trimmed(field[...])
        guard coding.isEmpty || FieldSyntax.equalsIgnoringCase(coding, "identity") else { throw Fault(.contentEncodingUnsupported) }
    }

    /// The media type without parameters.
    static func essence(_ field: String) -> Substring {
        FieldSyntax.trimmed(Substring(field.utf8.prefix { $0 != UInt8(ascii: ";") }))
    }

    private static func read(_ text: String) throws(Fault) -> BodyFormat {
        var parts = text.split(separator: ";", omittingEmptySubsequences: false).map(FieldSyntax.trimmed)
        if parts.count > 1, parts.last?.isEmpty == true { parts.removeLast() }
        if let head = parts.first, head.lowercased().hasPrefix("multipart/") {
            throw Fault(.contentTypeUnsupported, [.init(.text(String(head)))])
        }
        guard let head = parts.first, !head.isEmpty, head.utf8.allSatisfy(isTypeCharacter), parts.count <= 2 else {
            throw Fault(.contentTypeInvalid)
        }
        if parts.count == 2 { try checkCharset(parts[1]) }
        switch head.lowercased() {
        case "application/json": return .json
        case "application/xml", "text/xml", "application/xhtml+xml": return .xml
        default: throw Fault(.contentTypeUnsupported, [.init(.text(String(head)))])
        }
    }

    private static func checkCharset(_ parameter: Substring) throws(Fault) {
        let pair = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard pair.count == 2, FieldSyntax.trimmed(pair[0]).lowercased() == "charset" else { throw Fault(.contentTypeInvalid) }
        var value = FieldSyntax.trimmed(pair[1])
        if value.count >= 2, value.first == "\"", value.last == "\"" { value = value.dropFirst().dropLast() }
        guard !value.isEmpty, !value.contains("\"") else { throw Fault(.contentTypeInvalid) }
        guard value.lowercased() == "utf-8" else { throw Fault(.contentTypeCharset) }
    }

    private static func isTypeCharacter(_ byte: UInt8) -> Bool {
        FieldSyntax.isAlphanumeric(byte) || "/-+.".utf8.contains(byte)
    }
}
