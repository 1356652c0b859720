package import ServiceModel

/// The public base URL `B` and the addresses made from it (contract: `soap.md` §1, `rest.md` §15).
///
/// What the request's `Host` and forwarding headers say plays no part (`rest.md` §13).
package struct ServiceAddress: Sendable, Hashable {
    /// `http` or `https`.
    package let scheme: String
    /// The host, with the port if `B` names one.
    package let authority: String
    /// `/shop` in `https://gateway.example/shop`; empty when `B` has no path.
    package let path: String

    /// `B` without trailing slash.
    package var base: String { "\(scheme)://\(authority)\(path)" }

    /// `nil` unless the text is an absolute `http` or `https` URL without user information, query and fragment. Trailing slashes
    /// are dropped.
    package init?(_ text: String) {
        guard text.utf8.allSatisfy(Self.canStandInBase) else { return nil }
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

    /// `http://127.0.0.1`, where nothing better is known.
    package static let loopback = ServiceAddress(scheme: "http", authority: "127.0.0.1", path: "")

    private init(scheme: String, authority: String, path: String) {
        self.scheme = scheme
        self.authority = authority
        self.path = path
    }

    /// The target namespace `N`, which is the address of the ports as well (`soap.md` §1).
    /// - Parameter services: as asked for, repetitions dropped, whether or not the caller may use them.
    package func soapNamespace(in store: StoreScope, services: ServiceNames) -> String {
        "\(base)/soap/\(Self.code(of: store))?services=\(services.names.joined(separator: "%2C"))"
    }

    /// Where the list of services says that a service's WSDL is (`soap.md` §3).
    package func wsdlEndpoint(in store: StoreScope, service: String) -> String {
        "\(base)/soap/\(Self.code(of: store))?wsdl&services=\(service)"
    }

    /// The path below which REST's `/V1/…` stands, with the store (`rest.md` §15).
    package func restPath(in store: StoreScope) -> String {
        "\(path)/rest/\(Self.code(of: store))"
    }

    /// What addresses call a store: the admin store is `all` (`rest.md` §2).
    package static func code(of store: StoreScope) -> String {
        store.isAdmin ? "all" : store.code
    }

    /// Unreserved, sub-delims, `%` and the separators of a URL without query (RFC 3986).
    private static func canStandInBase(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "-._~!$&'()*+,;=%:/@[]".utf8.contains(byte)
        }
    }
}
