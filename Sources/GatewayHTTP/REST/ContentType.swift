import HTTPTypes
import ServiceModel

/// What a body is said to be (contract: `rest.md` §6).
enum ContentType {
    /// - Parameter suffixed: the address ended in `.xml`, which speaks for a body without a type (D13).
    /// - Throws: `content-encoding.unsupported`, `content-type.missing`, `.invalid`, `.charset`, `.unsupported`.
    static func format(_ headers: RequestFields, suffixed: Bool) throws(Fault) -> BodyFormat {
        try checkCoding(headers)
        let field = headers[values: .contentType]
        guard field.count <= 1 else { throw Fault(.contentTypeInvalid) }
        guard let text = field.first, !Negotiation.trimmed(text[...]).isEmpty else {
            if suffixed { return .xml }
            throw Fault(.contentTypeMissing)
        }
        return try read(text)
    }

    /// - Throws: `content-encoding.unsupported` for anything but `identity` (D6).
    static func checkCoding(_ headers: RequestFields) throws(Fault) {
        guard let field = headers[.contentEncoding] else { return }
        let coding = Negotiation.trimmed(field[...])
        guard coding.isEmpty || ASCII.equalsIgnoringCase(coding, "identity") else { throw Fault(.contentEncodingUnsupported) }
    }

    /// The type without parameters.
    static func bare(_ field: String) -> Substring {
        Negotiation.trimmed(Substring(field.utf8.prefix { $0 != UInt8(ascii: ";") }))
    }

    private static func read(_ text: String) throws(Fault) -> BodyFormat {
        var parts = text.split(separator: ";", omittingEmptySubsequences: false).map(Negotiation.trimmed)
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
        guard pair.count == 2, Negotiation.trimmed(pair[0]).lowercased() == "charset" else { throw Fault(.contentTypeInvalid) }
        var value = Negotiation.trimmed(pair[1])
        if value.count >= 2, value.first == "\"", value.last == "\"" { value = value.dropFirst().dropLast() }
        guard !value.isEmpty, !value.contains("\"") else { throw Fault(.contentTypeInvalid) }
        guard value.lowercased() == "utf-8" else { throw Fault(.contentTypeCharset) }
    }

    private static func isTypeCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2F, 0x2D, 0x2B, 0x2E: true
        default: false
        }
    }
}
