public import ServiceModel

/// A request with OAuth parameters, in the parts that are signed (RFC 5849 §3.4.1).
public struct SignedRequest: Sendable {
    public typealias Parameter = (name: String, value: String)

    /// As sent.
    public let method: String
    /// Scheme, authority and raw path.
    public let url: String
    /// The `oauth_…` parameters of the header, decoded, in the order sent.
    public let credentials: [Parameter]
    /// Those of query and form body, decoded once.
    public let parameters: [Parameter]
    public let origin: Origin

    public init(method: String, url: String, credentials: [Parameter], parameters: [Parameter], origin: Origin) {
        self.method = method
        self.url = url
        self.credentials = credentials
        self.parameters = parameters
        self.origin = origin
    }
}
