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
