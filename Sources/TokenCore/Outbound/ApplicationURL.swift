import Foundation

/// The form of URLs that the gateway sends secrets to: endpoints of integrations, services behind providers of second factors.
public enum ApplicationURL {
    /// Whether secrets may be sent there, see ``problem(_:)``.
    public static func isAllowed(_ text: String) -> Bool { problem(text) == nil }

    /// Why secrets cannot be sent to a URL, as the rest of a sentence about it; `nil`: they can.
    ///
    /// Allowed is an absolute URL without user information and fragment: `https`, or `http` where the host is loopback and secrets stay
    /// on the machine. A link-local host is refused, however it is written; a name may still lead to such an address, so the client has
    /// to look at ``NetworkAddress/isLinkLocal`` of the address that it connects to.
    public static func problem(_ text: String) -> String? {
        let formProblem = "must be an https URL without user and fragment, or an http URL of this machine"
        guard text.utf8.count <= 2048, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), let url = URLComponents(string: text),
            let scheme = url.scheme?.lowercased(), let host = url.host?.lowercased(), !host.isEmpty, url.user == nil,
            url.password == nil, url.fragment == nil
        else { return formProblem }
        if NetworkAddress(host)?.isLinkLocal == true { return "must not be at a link-local address" }
        // Clients differ in what they make of an escaped host.
        guard url.encodedHost?.contains("%") != true else { return formProblem }
        return scheme == "https" || (scheme == "http" && isLoopback(host)) ? nil : formProblem
    }

    /// Only forms that every client reads alike.
    private static func isLoopback(_ host: String) -> Bool {
        if ["localhost", "[::1]", "::1"].contains(host) { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.first == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
