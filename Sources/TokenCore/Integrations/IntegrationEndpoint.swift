import Foundation
public import ServiceModel

/// What begins an exchange: four fields for the application's endpoint (contract: `integrations.md` §3).
public struct ExchangeStart: Sendable {
    public let consumerKey: String
    public let consumerSecret: Secret
    /// The public base URL, with a slash at its end.
    public let storeBaseURL: String
    public let verifier: Secret

    /// In the order in which they are sent.
    public var fields: [(name: String, value: Secret)] {
        [
            ("oauth_consumer_key", Secret(consumerKey)), ("oauth_consumer_secret", consumerSecret),
            ("store_base_url", Secret(storeBaseURL)), ("oauth_verifier", verifier),
        ]
    }
}

/// Carries an exchange to the application. Nothing of what the application answers is looked at but whether it has accepted.
public protocol IntegrationEndpoint: Sendable {
    /// POSTs a form, follows no redirects, and gives up after the time-out. Throws ``EndpointFailure`` unless the answer is 2xx.
    func post(_ start: ExchangeStart, to url: String, timeout: Duration) async throws(EndpointFailure)
}

/// Why an endpoint did not take an exchange; never with a secret.
public struct EndpointFailure: Error, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}

/// For a core that reaches nobody.
public struct NoEndpoint: IntegrationEndpoint {
    public init() {}

    public func post(_ start: ExchangeStart, to url: String, timeout: Duration) async throws(EndpointFailure) {
        throw EndpointFailure("this program posts to no endpoint")
    }
}

/// The form of addresses of applications.
public enum ApplicationURL {
    /// An absolute URL without user information and fragment; `https` unless the host is loopback, where secrets stay on the machine.
    public static func isAllowed(_ text: String) -> Bool {
        guard text.utf8.count <= 2048, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), let url = URLComponents(string: text),
            let scheme = url.scheme?.lowercased(), let host = url.host?.lowercased(), !host.isEmpty, url.user == nil,
            url.password == nil, url.fragment == nil
        else { return false }
        return scheme == "https" || (scheme == "http" && isLoopback(host))
    }

    private static func isLoopback(_ host: String) -> Bool {
        if ["localhost", "[::1]", "::1"].contains(host) { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.first == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
