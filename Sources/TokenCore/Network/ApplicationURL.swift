import Foundation

/// The rules for URLs that receive secrets: endpoints of integrations, and services behind providers of second factors.
public enum ApplicationURL {
    /// Whether secrets may be sent to a URL; see ``problem(_:)``.
    public static func isAllowed(_ text: String) -> Bool { problem(text) == nil }

    /// Why secrets must not be sent to a URL, as the predicate of a sentence about it; `nil` when they may.
    ///
    /// The URL must be absolute, without user information and fragment, and its scheme `https`, or `http` for a loopback host. A link-local
    /// host is refused in every notation. A name may still resolve to such an address, so the HTTP client must check
    /// ``IPAddress/isLinkLocal`` of the address that it connects to.
    public static func problem(_ text: String) -> String? {
        let formProblem = "must be an https URL without user and fragment, or an http URL of this machine"
        guard text.utf8.count <= 2048, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), let url = URLComponents(string: text),
            let scheme = url.scheme?.lowercased(), let host = url.host?.lowercased(), !host.isEmpty, url.user == nil,
            url.password == nil, url.fragment == nil
        else { return formProblem }
        if IPAddress(host: host)?.isLinkLocal == true { return "must not be at a link-local address" }
        // Clients interpret a percent-encoded host differently.
        guard url.encodedHost?.contains("%") != true else { return formProblem }
        return scheme == "https" || (scheme == "http" && isLoopback(host)) ? nil : formProblem
    }

    /// Accepts only notations that every client interprets in the same way.
    private static func isLoopback(_ host: String) -> Bool {
        if ["localhost", "[::1]", "::1"].contains(host) { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.first == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
