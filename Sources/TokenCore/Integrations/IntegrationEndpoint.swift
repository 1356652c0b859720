public import ServiceModel

/// The request that begins an exchange: four form fields for the application's endpoint (contract: `integrations.md` §3).
public struct ExchangeStart: Sendable {
    public let consumerKey: String
    public let consumerSecret: Secret
    /// The public base URL, with a trailing slash.
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

/// Sends an exchange to the application. Of the application's response only success or failure is used.
public protocol IntegrationEndpoint: Sendable {
    /// Posts a form without following redirects. Throws ``EndpointFailure`` on a time-out and on any status other than 2xx.
    func post(_ start: ExchangeStart, to url: String, timeout: Duration) async throws(EndpointFailure)
}

/// Why an endpoint did not accept an exchange; contains no secret.
public struct EndpointFailure: Error, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}

/// For cores that send no requests.
public struct NoEndpoint: IntegrationEndpoint {
    public init() {}

    public func post(_ start: ExchangeStart, to url: String, timeout: Duration) async throws(EndpointFailure) {
        throw EndpointFailure("this program posts to no endpoint")
    }
}
