import Foundation
import GatewayHTTP

/// The syntax of the public base URL.
enum BaseURL {
    /// As documents have it: without trailing slashes. `nil` for a text that is no absolute http or https URL.
    static func canonical(_ text: String) -> String? {
        guard let address = PublicURL(text), isAuthority(address.authority), URLComponents(string: address.string)?.host != nil else {
            return nil
        }
        return address.string
    }

    /// The base URL of a listener.
    static func of(host: String, port: Int, isSecure: Bool = false) -> String {
        "http\(isSecure ? "s" : "")://\(host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host):\(port)"
    }

    /// A host name or address, IPv6 in brackets, with a port or without (RFC 3986 §3.2).
    static func isAuthority(_ text: String) -> Bool {
        let plain = text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) || "-._:[]".utf8.contains($0) }
        guard plain, let url = URLComponents(string: "http://\(text)"), let host = url.host, !host.isEmpty, url.path.isEmpty else {
            return false
        }
        let rest = text.dropFirst(host.count)
        return rest.isEmpty || (rest.first == ":" && url.port.map { (1...65535).contains($0) } ?? false)
    }
}
