import GatewayTestSupport
import HTTPTypes
import ServiceModel
import Testing

@testable import GatewayHTTP
@testable import TokenCore

/// `/oauth/token/request` and `/oauth/token/access` (`integrations.md` §3).
@Suite struct OAuthFacadeTests {
    private static let request = "/oauth/token/request"
    private static let access = "/oauth/token/access"

    /// The two values of a response, whose form is checked.
    private func issued(_ response: GatewayResponse) throws -> (token: String, secret: Secret) {
        #expect(response.status == 200)
        #expect(response.headers[.contentType] == "application/x-www-form-urlencoded")
        #expect(response.headers[.cacheControl] == "no-store")
        let pairs = try QueryParameters(response.text).pairs
        #expect(pairs.map(\.name) == ["oauth_token", "oauth_token_secret"])
        let token = try #require(pairs.first).value
        #expect(token.utf8.count == 32)
        return (token, Secret(try #require(pairs.last).value))
    }

    @Test(arguments: ["GET", "POST"])
    func theExchangeIssuesAnAccessToken(_ method: String) async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        var erp = try await test.beginExchange("erp")
        let verifier = erp.verifier
        erp.verifier = nil
        let first = try issued(await test.send(method, Self.request, erp.header(method, Self.request, nonce: "n1")))
        erp.verifier = verifier
        erp.token = first.token
        erp.tokenSecret = first.secret
        let second = try issued(await test.send(method, Self.access, erp.header(method, Self.access, nonce: "n2")))
        let used = try await test.send(method, Self.access, erp.header(method, Self.access, nonce: "n3"))
        #expect(used.status == 401)
        #expect(used.text == "oauth_problem=The%20request%20token%20was%20exchanged%20before.")
        #expect(used.headers[.wwwAuthenticate] == #"OAuth realm="token-gateway""#)
        let caller = SigningClient(
            consumerKey: erp.consumerKey, consumerSecret: erp.consumerSecret, token: second.token, tokenSecret: second.secret)
        let target = "/rest/V1/customers/1"
        #expect(try await test.send("GET", target, caller.header("GET", target, nonce: "n4")).status == 200)
    }

    @Test func formParametersAreSigned() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        var erp = try await test.beginExchange("erp")
        erp.verifier = nil
        var headers = try erp.header("POST", Self.request, nonce: "n1", form: "a=x+y&b=%2F")
        headers[.contentType] = "application/x-www-form-urlencoded"
        #expect(await test.send("POST", Self.request, headers, "a=x+y&b=other").status == 401)
        _ = try issued(await test.send("POST", Self.request, headers, "a=x+y&b=%2F"))
    }

    @Test func failuresAreReportedAsOneProblem() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let nothing = await test.send("POST", Self.request)
        #expect(nothing.status == 400)
        let five = ["consumer_key", "signature", "signature_method", "nonce", "timestamp"]
        let texts = five.map { "A value for \"oauth_\($0)\" is missing" }
        #expect(nothing.text == "oauth_problem=" + PercentEncoding.encode(texts.joined(separator: ", ")))
        let shop = try await test.makeIntegration("shop")
        let idle = SigningClient(consumerKey: shop.consumerKey, consumerSecret: shop.consumerSecret)
        let waiting = try await test.send("GET", Self.request, idle.header("GET", Self.request, nonce: "n1"))
        #expect(waiting.status == 401 && waiting.reason == "oauth.not-verifier-token")
        let method = try await test.send(
            "GET", Self.request, idle.header("GET", Self.request, nonce: "n1", set: ["oauth_signature_method": "PLAINTEXT"]))
        #expect(method.status == 400)
        #expect(method.text == "oauth_problem=Requests%20signed%20with%20PLAINTEXT%20are%20not%20accepted.")
    }

    @Test func internalFailuresRevealNothing() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        var erp = try await test.beginExchange("erp")
        erp.verifier = nil
        try await test.core.database.write { try $0.setSecret("damaged", ofConsumer: 1) }
        let response = try await test.send("POST", Self.request, erp.header("POST", Self.request, nonce: "n1"))
        #expect(response.status == 500)
        #expect(response.text == "oauth_problem=internal_error%26message%3Dempty_message")
    }

    @Test(arguments: ["PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"])
    func otherMethodsAreRefused(_ method: String) async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let response = await test.send(method, Self.access)
        #expect(response.status == 405)
        #expect(response.headers[.allow] == "GET, POST")
        #expect(response.text.hasPrefix("oauth_problem="))
    }

    @Test func otherPathsBelowAreUnknown() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        for target in ["/oauth", "/oauth/token", "/oauth/token/request/x", "/oauth/token/authorize"] {
            #expect(await test.send("GET", target).status == 404, "\(target)")
        }
        #expect(await test.send("GET", "/index.php/oauth/token/request").status == 400)
    }
}
