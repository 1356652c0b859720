package import NIOHTTP1

/// The header fields that responses can depend on. All others are dropped, so nothing can depend on them.
package struct RequestFields: Sendable, ExpressibleByDictionaryLiteral {
    package enum Name: String, Sendable, CaseIterable {
        case accept
        /// Of a preflight (Fetch, "CORS protocol").
        case accessControlRequestMethod = "access-control-request-method"
        case authorization
        case contentEncoding = "content-encoding"
        case contentType = "content-type"
        case forwarded
        case forwardedFor = "x-forwarded-for"
        case ifNoneMatch = "if-none-match"
        case origin
        case requestID = "x-request-id"
        case soapAction = "soapaction"
        case tokenResource = "x-token-resource"

        /// - Parameter name: in any case.
        init?(_ name: String) {
            switch name.utf8.count {
            case 6: self = name.utf8.first.map { $0 | 0x20 } == UInt8(ascii: "a") ? .accept : .origin
            case 9: self = .forwarded
            case 10: self = .soapAction
            case 12: self = name.utf8.first.map { $0 | 0x20 } == UInt8(ascii: "c") ? .contentType : .requestID
            case 13: self = name.utf8.first.map { $0 | 0x20 } == UInt8(ascii: "a") ? .authorization : .ifNoneMatch
            case 15: self = .forwardedFor
            case 16: self = name.utf8.first.map { $0 | 0x20 } == UInt8(ascii: "c") ? .contentEncoding : .tokenResource
            case 29: self = .accessControlRequestMethod
            default: return nil
            }
            guard FieldSyntax.equalsIgnoringCase(name, rawValue) else { return nil }
        }
    }

    private var fields: [(name: Name, value: String)] = []

    package init(dictionaryLiteral elements: (Name, String)...) {
        fields = elements.map { (name: $0.0, value: $0.1) }
    }

    package init(_ headers: HTTPHeaders) {
        for (name, value) in headers {
            if let name = Name(name) { fields.append((name, value)) }
        }
    }

    package mutating func append(_ name: Name, _ value: String) { fields.append((name, value)) }

    /// All values of a name, in the order sent.
    package subscript(values name: Name) -> [String] {
        fields.compactMap { $0.name == name ? $0.value : nil }
    }

    /// The values of a name joined with commas (RFC 9110 §5.3); `nil` if there is none.
    package subscript(name: Name) -> String? {
        get {
            guard let first = fields.firstIndex(where: { $0.name == name }) else { return nil }
            guard fields[(first + 1)...].contains(where: { $0.name == name }) else { return fields[first].value }
            return self[values: name].joined(separator: ", ")
        }
        set {
            fields.removeAll { $0.name == name }
            if let newValue { fields.append((name, newValue)) }
        }
    }

    /// All `Accept` fields joined with commas.
    var accept: String? { self[.accept] }
}
