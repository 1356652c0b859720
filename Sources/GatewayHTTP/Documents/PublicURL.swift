package import ServiceModel

/// The public base URL, called `B` in the contract, and the URLs derived from it (contract: `soap.md` §1, `rest.md` §15). `Host` and
/// forwarding fields of requests do not affect it (`rest.md` §13).
package struct PublicURL: Sendable, Hashable {
    /// `http` or `https`.
    package let scheme: String
    /// The host, with the port if the URL has one.
    package let authority: String
    /// `/shop` in `https://gateway.example/shop`; empty without a path.
    package let path: String

    /// The URL without trailing slash.
    package var string: String { "\(scheme)://\(authority)\(path)" }

    /// `nil` unless the text is an absolute `http` or `https` URL without user information, query and fragment. Trailing slashes are removed.
    package init?(_ text: String) {
        guard text.utf8.allSatisfy(Self.isURLByte) else { return nil }
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, parts[1].hasPrefix("//") else { return nil }
        scheme = parts[0].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        let rest = parts[1].dropFirst(2)
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        authority = String(rest[..<slash])
        guard let first = authority.first, first != ":", !authority.contains("@") else { return nil }
        var path = rest[slash...]
        while path.last == "/" { path.removeLast() }
        self.path = String(path)
    }

    /// `http://127.0.0.1`, for documents that are rendered without a base URL.
    package static let loopback = PublicURL(scheme: "http", authority: "127.0.0.1", path: "")

    private init(scheme: String, authority: String, path: String) {
        self.scheme = scheme
        self.authority = authority
        self.path = path
    }

    /// The target namespace, called `N` in the contract, which is the location of the ports as well (`soap.md` §1).
    /// - Parameter services: the requested services without duplicates, whether or not the caller may use them.
    package func soapNamespace(in store: StoreScope, services: ServiceNames) -> String {
        "\(string)/soap/\(Self.code(of: store))?services=\(services.names.joined(separator: "%2C"))"
    }

    /// The URL of a service's WSDL in the list of services (`soap.md` §3).
    package func wsdlEndpoint(in store: StoreScope, service: String) -> String {
        "\(string)/soap/\(Self.code(of: store))?wsdl&services=\(service)"
    }

    /// The path in front of `/V1/…`, with the store (`rest.md` §15).
    package func restPath(in store: StoreScope) -> String {
        "\(path)/rest/\(Self.code(of: store))"
    }

    /// The code of a store in paths: the admin store is `all` (`rest.md` §2).
    package static func code(of store: StoreScope) -> String {
        store.isAdmin ? "all" : store.code
    }

    /// Unreserved, sub-delims, `%` and the separators of a URL without query (RFC 3986).
    private static func isURLByte(_ byte: UInt8) -> Bool {
        FieldSyntax.isAlphanumeric(byte) || "-._~!$&'()*+,;=%:/@[]".utf8.contains(byte)
    }
}
