import Foundation
import GatewayTestSupport
import HTTPTypes
import ServiceModel
import Synchronization

@testable import GatewayHTTP
@testable import ServiceModel
@testable import TokenCore

/// Signs requests to a ``TestGateway``.
struct SigningClient {
    var consumerKey: String
    var consumerSecret: Secret
    var token: String?
    var tokenSecret: Secret?
    var verifier: String?

    /// The `Authorization` field of a request.
    func header(
        _ method: String, _ target: String, nonce: String, form: String? = nil, spoilt: Bool = false, set: [String: String] = [:]
    ) throws -> RequestFields {
        var values: [(name: String, value: String)] = [
            ("oauth_consumer_key", consumerKey), ("oauth_nonce", nonce), ("oauth_signature_method", "HMAC-SHA256"),
            ("oauth_timestamp", String(SystemClock().now().milliseconds / 1000)),
        ]
        if let token { values.append(("oauth_token", token)) }
        if let verifier { values.append(("oauth_verifier", verifier)) }
        values = values.map { ($0.name, set[$0.name] ?? $0.value) }
        let url = URLComponents(string: TestGateway.base + target)
        let signed = SignedRequest(
            method: method, url: TestGateway.base + (url?.percentEncodedPath ?? ""), credentials: values,
            parameters: try QueryParameters(url?.percentEncodedQuery).pairs + QueryParameters(form).pairs,
            origin: Origin(address: "", requestID: ""))
        let signature = OAuthSignature.sign(signed, .sha256, consumerSecret: consumerSecret, tokenSecret: tokenSecret).revealed
        values.append(("oauth_signature", spoilt ? String(signature.reversed()) : signature))
        let fields = values.map { "\($0.name)=\"\(PercentEncoding.encode($0.value))\"" }
        return [.authorization: "OAuth " + fields.joined(separator: ", ")]
    }
}

/// An integration endpoint that records the start of an exchange.
final class KeptStart: IntegrationEndpoint {
    let start = Mutex<ExchangeStart?>(nil)

    func post(_ start: ExchangeStart, to url: String, timeout: Duration) async throws(EndpointFailure) {
        self.start.withLock { $0 = start }
    }
}

extension TestGateway {
    /// Creates and activates an integration.
    func makeIntegration(_ name: String, _ resources: [String] = [Role.everything]) async throws -> SigningClient {
        _ = try await core.administration(as: .localOperator).createIntegration(name, .init(resources: resources))
        guard case .complete(let made) = try await core.administration(as: .localOperator).activateIntegration(name, baseURL: Self.base)
        else {
            throw Fault(.internal, cause: "not complete")
        }
        return SigningClient(
            consumerKey: made.consumerKey, consumerSecret: made.consumerSecret, token: made.accessToken.revealed,
            tokenSecret: made.accessTokenSecret)
    }

    /// Creates an integration and starts its exchange.
    func beginExchange(_ name: String) async throws -> SigningClient {
        let endpoint = KeptStart()
        let operators = Core(
            database: core.database, hashingLimiter: core.administration(as: .localOperator).hashingLimiter, secrets: core.secrets,
            endpoint: endpoint,
            directoryLifetime: .zero)
        _ = try await operators.administration(as: .localOperator).createIntegration(
            name, .init(endpoint: "https://erp.example/", resources: [Role.everything]))
        _ = try await operators.administration(as: .localOperator).activateIntegration(name, baseURL: Self.base)
        guard let start = endpoint.start.withLock({ $0 }) else { throw Fault(.internal, cause: "nothing was posted") }
        return SigningClient(consumerKey: start.consumerKey, consumerSecret: start.consumerSecret, verifier: start.verifier.revealed)
    }
}
