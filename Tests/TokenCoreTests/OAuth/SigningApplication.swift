import ServiceModel
import TestSupport

@testable import TokenCore

/// An application that signs requests.
struct SigningApplication {
    static let url = "https://gateway.example/rest/V1/customers/1"
    var consumerKey: String
    var consumerSecret: Secret
    var token: String?
    var tokenSecret: Secret?
    var verifier: String?

    init(_ credentials: IntegrationCredentials) {
        consumerKey = credentials.consumerKey
        consumerSecret = credentials.consumerSecret
        token = credentials.accessToken.revealed
        tokenSecret = credentials.accessTokenSecret
    }

    init(_ start: ExchangeStart) {
        consumerKey = start.consumerKey
        consumerSecret = start.consumerSecret
    }

    /// - Parameters:
    ///   - set: replaces parameters before signing; `nil` removes one.
    ///   - spoilt: whether the signature is altered.
    func request(
        at clock: ManualClock, nonce: String, age: Int64 = 0, method: String = "HMAC-SHA256", set: [String: String?] = [:],
        spoilt: Bool = false
    ) -> SignedRequest {
        var values: [String: String] = [
            "oauth_consumer_key": consumerKey, "oauth_nonce": nonce, "oauth_signature_method": method,
            "oauth_timestamp": String(clock.now().milliseconds / 1000 + age), "oauth_version": "1.0",
        ]
        values["oauth_token"] = token
        values["oauth_verifier"] = verifier
        for (name, value) in set { values[name] = value }
        let unsigned = Self.request(values)
        let signature = OAuthSignature.sign(
            unsigned, .init(rawValue: values["oauth_signature_method"] ?? "") ?? .sha256, consumerSecret: consumerSecret,
            tokenSecret: tokenSecret)
        if !set.keys.contains("oauth_signature") {
            values["oauth_signature"] = spoilt ? String(signature.revealed.reversed()) : signature.revealed
        }
        return Self.request(values)
    }

    private static func request(_ values: [String: String]) -> SignedRequest {
        SignedRequest(
            method: "GET", url: url, credentials: values.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) },
            parameters: [], origin: Origin(address: "192.0.2.9", requestID: "signed"))
    }
}

extension TestCore {
    /// A new active integration with its credentials.
    func makeIntegration(
        _ name: String = "shop", resources: [String] = [Role.everything]
    ) async throws -> SigningApplication {
        _ = try await core.administration(as: .localOperator).createIntegration(name, .init(resources: resources))
        return try await activate(name)
    }

    func activate(_ name: String) async throws -> SigningApplication {
        guard
            case .complete(let credentials) = try await core.administration(as: .localOperator).activateIntegration(
                name, baseURL: "https://b")
        else {
            throw Fault(.internal, cause: "not complete")
        }
        return SigningApplication(credentials)
    }

    /// The message id of the fault that refuses a signed call, or `caller`.
    func outcome(of request: SignedRequest) async throws -> String {
        do {
            _ = try await core.oauth.call(signing: request)
            return "caller"
        } catch {
            return error.message.id
        }
    }
}
