import GatewayTestSupport
import HTTPTypes
import ServiceModel
import Testing

@testable import GatewayHTTP
@testable import TokenCore

/// Signed requests in all façades (`integrations.md` §4, §5).
@Suite struct SignedRequestTests {
    private static let customer = "/rest/V1/customers/1"

    @Test func signedRequestsAuthenticateOnREST() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let shop = try await test.makeIntegration("shop")
        let target = Self.customer + "?fields=id%2Cemail&tag=2&tag=1&empty="
        let good = try shop.header("GET", target, nonce: "n1")
        #expect(await test.send("GET", target, good).text == #"{"id":1,"email":"ann@example.test"}"#)
        let again = await test.send("GET", target, good)
        #expect(again.status == 401)
        #expect(again.text.contains(#""parameters":["1"]"#))
        #expect(again.headers[.wwwAuthenticate] == #"Bearer realm="token-gateway", OAuth realm="token-gateway""#)
        let elsewhere = try await test.send("GET", Self.customer, shop.header("GET", "/rest/V1/customers/2", nonce: "n2"))
        #expect(elsewhere.status == 401)
        let head = try await test.send("HEAD", Self.customer, shop.header("HEAD", Self.customer, nonce: "n3"))
        #expect(head.status == 200)
    }

    @Test func anIntegrationWithoutPermissionIsDeniedWithTheResource() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let weak = try await test.makeIntegration("weak", ["Magento_Customer::group"])
        let refused = try await test.send("GET", Self.customer, weak.header("GET", Self.customer, nonce: "n1"))
        #expect(refused.status == 401)
        #expect(refused.text.contains(#""resources":"Magento_Customer::customer""#))
        #expect(
            refused.headers[.wwwAuthenticate]
                == #"Bearer realm="token-gateway", error="insufficient_scope", OAuth realm="token-gateway""#)
        try await test.core.administration(as: .localOperator).deactivateIntegration("weak")
        let inactive = try await test.send("GET", Self.customer, weak.header("GET", Self.customer, nonce: "n2"))
        #expect(inactive.status == 401 && inactive.text.contains(#""resources":"Magento_Customer::customer""#))
    }

    @Test func oauthParametersInTheQueryAreNoCredentials() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let shop = try await test.makeIntegration("shop")
        let field = try #require(try shop.header("GET", Self.customer, nonce: "n1")[.authorization])
        let query = field.dropFirst(6).replacing("\"", with: "").replacing(", ", with: "&")
        let guest = await test.send("GET", Self.customer + "?" + query)
        #expect(guest.status == 401 && guest.text.contains("resources"))
        #expect(guest.headers[.wwwAuthenticate] == #"Bearer realm="token-gateway""#)
        // Parameters in both places are signed twice, so the signature cannot match.
        let both = try await test.send("GET", Self.customer + "?oauth_nonce=n1", shop.header("GET", Self.customer, nonce: "n1"))
        #expect(both.status == 401)
        #expect(both.reason == "oauth.signature")
    }

    @Test func malformedSignaturesAre400ExceptOnAnonymousOperations() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let wrong: RequestFields = [.authorization: "OAuth oauth_nonce=\"x\"", .contentType: "application/json"]
        #expect(await test.send("GET", Self.customer, wrong).status == 400)
        let body = #"{"username":"ops","password":"\#(TestGateway.password)"}"#
        #expect(await test.send("POST", "/rest/V1/integration/admin/token", wrong, body).status == 200)
    }

    @Test func signedRequestsAuthenticateOnSOAPAndWSDL() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let shop = try await test.makeIntegration("shop")
        let target = "/soap/default?services=customerCustomerRepositoryV1"
        let envelope = """
            <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>
            <m:customerCustomerRepositoryV1GetByIdRequest xmlns:m="x"><customerId>1</customerId>
            </m:customerCustomerRepositoryV1GetByIdRequest></s:Body></s:Envelope>
            """
        func call(_ nonce: String, spoilt: Bool = false) async throws -> GatewayResponse {
            var headers = try shop.header("POST", target, nonce: nonce, spoilt: spoilt)
            headers[.contentType] = "application/soap+xml; charset=utf-8"
            return await test.send("POST", target, headers, envelope)
        }
        #expect(try await call("n1").text.contains("ann@example.test"))
        let refused = try await call("n2", spoilt: true)
        #expect(refused.status == 400 && refused.text.contains("env:Sender"))
        let wsdl = "/soap/default?wsdl&services=customerCustomerRepositoryV1"
        // The same request twice, including its timestamp.
        let signed = try shop.header("GET", wsdl, nonce: "n3")
        let document = await test.send("GET", wsdl, signed)
        #expect(document.status == 200 && document.text.contains("customerCustomerRepositoryV1GetById"))
        let none = await test.send("GET", wsdl, signed)
        #expect(none.status == 401)
        #expect(none.headers[.wwwAuthenticate] == #"Bearer realm="token-gateway", OAuth realm="token-gateway""#)
    }

    @Test func theAccessTokenIsAlsoABearerToken() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let shop = try await test.makeIntegration("shop")
        let bearer: RequestFields = [.authorization: "Bearer \(shop.token ?? "")"]
        #expect(await test.send("GET", Self.customer, bearer).status == 200)
        let me = await test.send("GET", "/rest/V1/customers/me", bearer)
        #expect(me.status == 400 && me.text.contains(#""fieldName":"customerId""#))
    }
}
