import HTTPTypes
import ServiceModel

/// The origins whose pages may read answers (Fetch standard, "CORS protocol"; contract: `gateway.md` §5). There is no credentials mode:
/// tokens travel in fields that a page sets itself.
package struct AllowedOrigins: Sendable {
    private let origins: [String]

    /// - Parameter origins: as ``canonical(_:)`` has them. None by default: then no answer is changed.
    package init(_ origins: [String] = []) {
        self.origins = origins
    }

    /// An origin as browsers send it (RFC 6454 §6.2): scheme and host in lower case, the port unless it is the scheme's own; `nil` for
    /// anything else, `*` and `null` among it.
    package static func canonical(_ text: String) -> String? {
        let origin = text.lowercased()
        guard let mark = origin.firstRange(of: "://") else { return nil }
        let (scheme, authority) = (origin[..<mark.lowerBound], origin[mark.upperBound...])
        let isScheme = scheme.utf8.first.map { (0x61...0x7A).contains($0) } ?? false
        guard isScheme, scheme.utf8.allSatisfy({ isLetterOrDigit($0) || "+-.".utf8.contains($0) }) else { return nil }
        // The last colon outside of brackets parts a port from the host.
        let hostEnd = authority.hasPrefix("[") ? authority.firstIndex(of: "]").map(authority.index(after:)) : authority.firstIndex(of: ":")
        let host = authority[..<(hostEnd ?? authority.endIndex)]
        let port = authority[host.endIndex...]
        guard !host.isEmpty, host.utf8.allSatisfy({ isLetterOrDigit($0) || "-._:[]".utf8.contains($0) }) else { return nil }
        guard !port.isEmpty else { return origin }
        guard port.first == ":", port.utf8.count > 1, port.utf8.dropFirst().allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int(port.dropFirst()), (1...65535).contains(number)
        else { return nil }
        let standard = ["http": 80, "https": 443][String(scheme)]
        return "\(scheme)://\(host)" + (number == standard ? "" : ":\(number)")
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
    }

    /// Tells the browser whether the page that asked may read the answer, and what it may send.
    func mark(_ response: inout GatewayResponse, to request: GatewayRequest) {
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
