import ServiceModel

/// The two versions and their fixed names (contract: `soap.md`).
package enum SOAPVersion: Sendable, CaseIterable {
    case v11, v12

    /// Of the envelope; it alone decides the version.
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

    /// Of requests and answers.
    package var contentType: String {
        switch self {
        case .v11: "text/xml; charset=utf-8"
        case .v12: "application/soap+xml; charset=utf-8"
        }
    }

    /// The prefix that answers use.
    var prefix: String {
        switch self {
        case .v11: "SOAP-ENV"
        case .v12: "env"
        }
    }

    /// The version of an answer to a message that cannot be told: 1.1 for `text/xml`, else 1.2.
    init(guessedFrom contentType: String?) {
        let type = contentType.map { Negotiation.trimmed(Substring($0.utf8.prefix { $0 != 0x3B && $0 != 0x2C })) } ?? ""
        self = ASCII.equalsIgnoringCase(type, "text/xml") ? .v11 : .v12
    }

    /// Whether a header block with that role is for us (contract: `soap.md` §7).
    func isForUs(role: String?) -> Bool {
        guard let role, !role.isEmpty else { return true }
        switch self {
        case .v11: return role.utf8Equals("http://schemas.xmlsoap.org/soap/actor/next")
        case .v12: return ["next", "ultimateReceiver"].contains { role.utf8Equals(namespace + "/role/" + $0) }
        }
    }

    var roleAttribute: String { self == .v11 ? "actor" : "role" }
}

enum SOAPNames {
    static let rpc = "http://www.w3.org/2003/05/soap-rpc"
    static let noEncoding = "http://www.w3.org/2003/05/soap-envelope/encoding/none"
    static let schemaInstance = "http://www.w3.org/2001/XMLSchema-instance"
}
