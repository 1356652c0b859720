import ServiceModel

/// The SOAP versions and their names (contract: `soap.md`).
package enum SOAPVersion: Sendable, CaseIterable {
    case v11, v12

    /// The namespace of the envelope, which alone determines the version.
    package var namespace: String {
        switch self {
        case .v11: "http://schemas.xmlsoap.org/soap/envelope/"
        case .v12: "http://www.w3.org/2003/05/soap-envelope"
        }
    }

    init?(namespace: String?) {
        guard let namespace, let found = Self.allCases.first(where: { $0.namespace.utf8Equals(namespace) }) else { return nil }
        self = found
    }

    /// The media type of requests and responses.
    package var contentType: String {
        switch self {
        case .v11: "text/xml; charset=utf-8"
        case .v12: "application/soap+xml; charset=utf-8"
        }
    }

    /// The namespace prefix in responses.
    var prefix: String {
        switch self {
        case .v11: "SOAP-ENV"
        case .v12: "env"
        }
    }

    /// The version of the response to a message that cannot be read: 1.1 for `text/xml`, otherwise 1.2.
    init(guessedFrom contentType: String?) {
        let type = contentType.map { FieldSyntax.trimmed(Substring($0.utf8.prefix { $0 != 0x3B && $0 != 0x2C })) } ?? ""
        self = FieldSyntax.equalsIgnoringCase(type, "text/xml") ? .v11 : .v12
    }

    /// Whether a header block with this role is for this node (contract: `soap.md` §7).
    func isTargeted(role: String?) -> Bool {
        guard let role, !role.isEmpty else { return true }
        switch self {
        case .v11: return role.utf8Equals("http://schemas.xmlsoap.org/soap/actor/next")
        case .v12: return ["next", "ultimateReceiver"].contains { role.utf8Equals(namespace + "/role/" + $0) }
        }
    }

    var roleAttribute: String { self == .v11 ? "actor" : "role" }
}

/// Namespaces and URIs that both versions use.
enum SOAPNames {
    static let rpc = "http://www.w3.org/2003/05/soap-rpc"
    static let noEncoding = "http://www.w3.org/2003/05/soap-envelope/encoding/none"
    static let schemaInstance = "http://www.w3.org/2001/XMLSchema-instance"
}
