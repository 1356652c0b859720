import HTTPTypes
import ServiceModel

/// The origins whose pages may read responses (Fetch standard, "CORS protocol"; contract: `gateway.md` §5). Credentials mode is not
/// supported: tokens travel in header fields that a page sets itself.
package struct AllowedOrigins: Sendable {
    private let origins: [String]

    /// - Parameter origins: in the form of ``canonical(_:)``. Without any, no response gets CORS fields.
    package init(_ origins: [String] = []) {
        self.origins = origins
    }

    /// The serialization of an origin (RFC 6454 §6.2): scheme and host in lower case, and the port unless it is the scheme's default.
    /// - Returns: `nil` for text that is no origin, including `*` and `null`.
    package static func canonical(_ text: String) -> String? {
        let origin = text.lowercased()
        guard let separator = origin.firstRange(of: "://") else { return nil }
        let (scheme, authority) = (origin[..<separator.lowerBound], origin[separator.upperBound...])
        let isScheme = scheme.utf8.first.map { (0x61...0x7A).contains($0) } ?? false
        guard isScheme, scheme.utf8.allSatisfy({ FieldSyntax.isAlphanumeric($0) || "+-.".utf8.contains($0) }) else { return nil }
        // Colons inside brackets belong to an IPv6 address.
        let hostEnd = authority.hasPrefix("[") ? authority.firstIndex(of: "]").map(authority.index(after:)) : authority.firstIndex(of: ":")
        let host = authority[..<(hostEnd ?? authority.endIndex)]
        let port = authority[host.endIndex...]
        guard !host.isEmpty, host.utf8.allSatisfy({ FieldSyntax.isAlphanumeric($0) || "-._:[]".utf8.contains($0) }) else { return nil }
        guard !port.isEmpty else { return origin }
        guard port.first == ":", port.utf8.count > 1, port.utf8.dropFirst().allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int(port.dropFirst()), (1...65535).contains(number)
        else { return nil }
        let defaultPort = ["http": 80, "https": 443][String(scheme)]
        return "\(scheme)://\(host)" + (number == defaultPort ? "" : ":\(number)")
    }

    /// Adds the CORS fields: whether the requesting page may read the response and, for a preflight, what it may send.
    func addFields(to response: inout GatewayResponse, for request: GatewayRequest) {
        guard !origins.isEmpty else { return }
        response.headers[.vary] = (response.headers[.vary].map { $0 + ", " } ?? "") + "Origin"
        guard let sent = request.headers[.origin], let origin = origins.first(where: { $0.utf8Equals(sent) }) else { return }
        response.headers[.accessControlAllowOrigin] = origin
        guard request.method == "OPTIONS", request.headers[.accessControlRequestMethod] != nil else {
            response.headers[.accessControlExposeHeaders] = "WWW-Authenticate, Retry-After, X-Request-Id"
            return
        }
        guard response.status == 204 else { return }
        response.headers[.accessControlAllowMethods] = response.headers[.allow]
        response.headers[.accessControlAllowHeaders] = "Authorization, Content-Type, Accept, X-Request-Id"
        response.headers[.accessControlMaxAge] = "600"
    }
}
