public import ServiceModel

/// A request to the service behind a provider.
public struct ProviderRequest: Sendable {
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    public var method: Method
    /// Absolute, with its query. It may contain secrets and must not be logged.
    public var url: String
    public var headers: [(name: String, value: Secret)]
    public var body: Secret
    /// For the whole exchange.
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

/// The response of the service.
public struct ProviderResponse: Sendable {
    public let status: Int
    public let json: Wire

    public init(status: Int, json: Wire) {
        self.status = status
        self.json = json
    }
}

/// Sends requests to the services behind providers. It verifies certificates, follows no redirects and limits the size of responses.
public protocol ProviderTransport: Sendable {
    /// - Throws: ``TransportFailure`` when there is no response in time, or when it is not JSON.
    /// - Returns: a response of any status.
    func send(_ request: ProviderRequest) async throws(TransportFailure) -> ProviderResponse
}

/// Why there is no response. It contains no secret.
public struct TransportFailure: Error, Sendable, CustomStringConvertible {
    public let description: String
    /// The service was reached and did not respond in time.
    public let isLate: Bool

    public init(_ description: String, isLate: Bool = false) {
        self.description = description
        self.isLate = isLate
    }
}

/// For a core that must not call any service.
public struct NoTransport: ProviderTransport {
    public init() {}

    public func send(_ request: ProviderRequest) async throws(TransportFailure) -> ProviderResponse {
        throw TransportFailure("this program reaches no provider")
    }
}

/// How providers reach the services behind them.
public struct ProviderServices: Sendable {
    public let transport: any ProviderTransport
    private let baseURLs: [String: String]
    /// Waits between two requests; replaced in tests.
    public let sleep: @Sendable (Duration) async throws -> Void

    /// - Parameter baseURLs: replaces the URLs of services, by the code of the provider; without trailing slash.
    public init(
        transport: any ProviderTransport = NoTransport(), baseURLs: [String: String] = [:],
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.transport = transport
        self.baseURLs = baseURLs
        self.sleep = sleep
    }

    /// Where the service behind a provider is, when it is not where the provider expects it.
    func baseURL(of provider: ProviderDescriptor) -> String? { baseURLs[provider.code] }
}

extension TransportFailure {
    /// The fault that clients see; the cause is for the operator's log (D75).
    func fault(_ provider: ProviderDescriptor) -> Fault {
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
