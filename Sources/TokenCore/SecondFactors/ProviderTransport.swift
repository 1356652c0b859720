public import ServiceModel

/// A request to the service behind a provider.
public struct ProviderRequest: Sendable {
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    public var method: Method
    /// Absolute, with its query. May hold secrets: never for a log.
    public var url: String
    public var headers: [(name: String, value: Secret)]
    public var body: Secret
    /// Of the whole exchange.
    public var timeout: Duration

    public init(
        method: Method, url: String, headers: [(name: String, value: Secret)], body: Secret = Secret(""),
        timeout: Duration = .seconds(10)
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
    }
}

/// What the service answers.
public struct ProviderResponse: Sendable {
    public let status: Int
    public let json: Wire

    public init(status: Int, json: Wire) {
        self.status = status
        self.json = json
    }
}

/// Carries requests to the services behind providers: certificates are checked, redirects not followed, answers bounded.
public protocol ProviderTransport: Sendable {
    /// - Throws: ``TransportFailure`` when there is no answer in time or it is not JSON, whatever its status.
    func send(_ request: ProviderRequest) async throws(TransportFailure) -> ProviderResponse
}

/// Why there is no answer; never with a secret.
public struct TransportFailure: Error, Sendable, CustomStringConvertible {
    public let description: String
    /// The service was reached and did not answer in time.
    public let isLate: Bool

    public init(_ description: String, isLate: Bool = false) {
        self.description = description
        self.isLate = isLate
    }
}

/// For a core that reaches nobody.
public struct NoTransport: ProviderTransport {
    public init() {}

    public func send(_ request: ProviderRequest) async throws(TransportFailure) -> ProviderResponse {
        throw TransportFailure("this program reaches no provider")
    }
}

/// What the providers with a service behind them work with.
public struct ProviderServices: Sendable {
    public let transport: any ProviderTransport
    /// In place of `https://<api_hostname>`; without trailing slash.
    public let duoURL: String?
    /// Without trailing slash.
    public let authyURL: String
    /// Waits between two questions; tests need not.
    public let sleep: @Sendable (Duration) async throws -> Void

    public static let authy = "https://api.authy.com"

    public init(
        transport: any ProviderTransport = NoTransport(), duoURL: String? = nil, authyURL: String = authy,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.transport = transport
        self.duoURL = duoURL
        self.authyURL = authyURL
        self.sleep = sleep
    }
}

extension TransportFailure {
    /// What a client is told, and the operator's log beside it (D75).
    func fault(_ provider: ProviderDescription) -> Fault {
        Fault(.tfaProviderUnreachable, cause: "\(provider.code): \(description)")
    }
}

extension Wire {
    /// A member of an object.
    subscript(name: String) -> Wire? {
        if case .object(let object) = self { object[name] } else { nil }
    }

    var asText: String? {
        if case .text(let text) = self { text } else { nil }
    }
}
