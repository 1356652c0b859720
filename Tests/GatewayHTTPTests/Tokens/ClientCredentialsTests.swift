import Foundation
import GatewayTestSupport
import HTTPTypes
import ServiceModel
import Testing
import TokenCore

@testable import GatewayHTTP

/// Introspection and revocation with consumer key and secret (`gateway.md` §2).
@Suite struct ClientCredentialsTests {
    private static let form = "application/x-www-form-urlencoded"
    private static let challenge = "Bearer realm=\"token-gateway\", Basic realm=\"token-gateway\""

    private static func basic(_ key: String, _ secret: String, scheme: String = "Basic") -> String {
        "\(scheme) " + Data("\(key):\(secret)".utf8).base64EncodedString()
    }

    private func post(
        _ test: TestGateway, _ path: String, _ authorization: String?, _ body: String, from address: String = "192.0.2.7"
    ) async -> GatewayResponse {
        var headers: RequestFields = [.contentType: Self.form]
        headers[.authorization] = authorization
        return await test.send("POST", path, headers, body, from: address)
    }

    @Test func credentialsAreAcceptedInFieldAndBody() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let client = try await test.makeIntegration("erp")
        let (key, secret) = (client.consumerKey, client.consumerSecret.revealed)
        let token = try await test.token(.customer, "ann@example.test")
        // Every character may be form-encoded.
        let encoded = secret.utf8.map { "%" + String($0, radix: 16) }.joined()
        for field in [Self.basic(key, secret), Self.basic(key, secret, scheme: "bASIC"), Self.basic(key, encoded)] {
            let response = await post(test, "/oauth/introspect", field, "token=\(token)")
            #expect(response.status == 200)
            #expect(response.text.contains("\"active\":true"))
        }
        for body in ["client_id=\(key)&client_secret=\(secret)&token=\(token)", "token=\(token)&client_secret=\(encoded)&client_id=\(key)"]
        {
            let response = await post(test, "/oauth/introspect", nil, body)
            #expect(response.status == 200)
            #expect(response.text.contains("\"active\":true"))
        }
    }

    @Test func thePermissionsAreThoseOfTheIntegration() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let reader = try await test.makeIntegration("reader", ["Magento_Customer::customer"])
        let ender = try await test.makeIntegration("ender", ["Magento_Customer::invalidate_tokens"])
        let customer = try await test.token(.customer, "ann@example.test")
        let admin = try await test.token(.admin, "ops")
        let own = try #require(reader.token)
        func status(_ client: SigningClient, _ path: String, _ token: String) async -> Int {
            await post(test, path, Self.basic(client.consumerKey, client.consumerSecret.revealed), "token=\(token)").status
        }
        let denied = await post(
            test, "/oauth/introspect", Self.basic(reader.consumerKey, reader.consumerSecret.revealed), "token=\(customer)")
        #expect(denied.status == 403)
        #expect(denied.headers[.wwwAuthenticate] == "Bearer realm=\"token-gateway\", error=\"insufficient_scope\"")
        #expect(await status(reader, "/oauth/revoke", customer) == 403)
        #expect(await status(ender, "/oauth/revoke", admin) == 403)
        #expect(await status(ender, "/oauth/revoke", customer) == 200)
        #expect(await status(reader, "/oauth/revoke", own) == 200, "its own")
        #expect(try await test.core.tokens.bearer(of: Secret(customer), isUse: false) == nil)
        #expect(try await test.core.tokens.bearer(of: Secret(own), isUse: false) == nil)
        #expect(try await test.core.tokens.bearer(of: Secret(admin), isUse: false) != nil)
    }

    @Test(arguments: ["/oauth/introspect", "/oauth/revoke"])
    func wrongCredentialsGetBothChallenges(_ path: String) async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let client = try await test.makeIntegration("erp")
        let inactive = try await test.makeIntegration("paused")
        try await test.core.administration(as: .localOperator).deactivateIntegration("paused")
        let (key, secret) = (client.consumerKey, client.consumerSecret.revealed)
        let token = try #require(client.token)
        let fields: [String] = [
            Self.basic("nobody", "nothing"), Self.basic(key, secret.uppercased()), Self.basic(key, ""),
            Self.basic(key.uppercased(), secret),
            Self.basic(key + "%zz", secret), "Basic \(key)", "Basic", "Basic !!!!", "Basic " + Data(key.utf8).base64EncodedString(),
            Self.basic(inactive.consumerKey, inactive.consumerSecret.revealed), Self.basic(token, client.tokenSecret?.revealed ?? ""),
        ]
        let bodies = ["client_id=\(key)&client_secret=x", "client_id=\(key)", "client_secret=\(secret)", "client_id=&client_secret="]
        let presented: [(field: String?, body: String)] = fields.map { ($0, "") } + bodies.map { (nil, $0) }
        var first: GatewayResponse?
        for (field, body) in presented {
            let response = await post(test, path, field, "token=abc&\(body)")
            #expect(response.status == 401, "\(field ?? body)")
            #expect(response.headers[.wwwAuthenticate] == Self.challenge)
            #expect(response.headers[.contentType] == "application/problem+json")
            #expect(response.body == (first ?? response).body, "all refusals are equal")
            first = first ?? response
        }
    }

    @Test func twoMethodsAtOnceAreRefused() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let client = try await test.makeIntegration("erp")
        let (key, secret) = (client.consumerKey, client.consumerSecret.revealed)
        let inBody = "token=abc&client_id=\(key)&client_secret=\(secret)"
        let bearer = "Bearer \(try #require(client.token))"
        let presented: [(field: String?, body: String)] = [
            (Self.basic(key, secret), inBody), (bearer, inBody), (bearer, "token=abc&client_id=\(key)"),
            (bearer, "token=abc&client_secret=x"),
            (nil, inBody + "&client_id=\(key)"), (nil, inBody + "&client_secret=\(secret)"),
        ]
        for (field, body) in presented {
            let response = await post(test, "/oauth/introspect", field, body)
            #expect(response.status == 400)
            #expect(response.headers[.contentType] == "application/problem+json")
            #expect(!response.text.contains(secret))
        }
        #expect(await post(test, "/oauth/introspect?client_secret=\(secret)", nil, "token=abc&client_id=\(key)").status == 400)
        #expect(await post(test, "/oauth/introspect", Self.basic(key, secret), "").status == 400, "no token")
        // Two fields.
        var headers: RequestFields = [.contentType: Self.form]
        headers.append(.authorization, Self.basic(key, secret))
        headers.append(.authorization, bearer)
        #expect(await test.send("POST", "/oauth/introspect", headers, "token=abc").status == 400)
    }

    @Test func wrongSecretsLockOnlyTheirKey() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let client = try await test.makeIntegration("erp")
        let other = try await test.makeIntegration("crm")
        try await test.core.administration(as: .localOperator).setSetting("oauth/authentication_lock/max_failures_count", to: "3")
        func status(_ client: SigningClient, _ secret: String? = nil) async -> Int {
            let field = Self.basic(client.consumerKey, secret ?? client.consumerSecret.revealed)
            return await post(test, "/oauth/introspect", field, "token=abc").status
        }
        for _ in 1...2 { #expect(await status(client, "wrong") == 401) }
        #expect(await status(client) == 200, "clears the count")
        for _ in 1...3 { #expect(await status(client, "wrong") == 401) }
        #expect(await status(client) == 401)
        #expect(await status(other) == 200)
        let headers: RequestFields = [.authorization: "Bearer \(try #require(client.token))", .contentType: Self.form]
        #expect(await test.send("POST", "/oauth/introspect", headers, "token=abc").status == 200, "its token is not concerned")
        let trail = try await test.core.database.read { try $0.auditTrail(limit: 100) }.filter { $0.action == "client.authenticate" }
        #expect(trail.map(\.reason) == ["wrong secret; locked"] + Array(repeating: "wrong secret", count: 4))
        #expect(trail.allSatisfy { $0.subject == "erp" && $0.outcome == .failure && $0.address == "192.0.2.7" })
    }
}

/// `address.throttled` in all protocols (`gateway.md` §6).
@Suite struct AddressThrottledAnswerTests {
    private static func envelope(_ version: SOAPVersion) -> String {
        let name = "integrationAdminTokenServiceV1CreateAdminAccessTokenRequest"
        return "<e:Envelope xmlns:e=\"\(version.namespace)\"><e:Body><n:\(name) xmlns:n=\"urn:any\"><username>ops</username>"
            + "<password>\(TestGateway.password)</password></n:\(name)></e:Body></e:Envelope>"
    }

    @Test func everyProtocolReports429() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        try await test.core.administration(as: .localOperator).setSetting("security/address/max_failures", to: "1")
        let json: RequestFields = [.contentType: "application/json"]
        let right = "{\"username\":\"ops\",\"password\":\"\(TestGateway.password)\"}"
        let ann = try await test.bearer(.customer, "ann@example.test")
        #expect(await test.send("POST", "/rest/V1/integration/admin/token", json, "{\"username\":\"x\",\"password\":\"y\"}").status == 401)
        let paths = ["/rest/V1/integration/admin/token", "/rest/V1/integration/customer/token"]
        for path in paths {
            let response = await test.send("POST", path, json, right)
            #expect(response.status == 429)
            #expect(response.headers[.retryAfter].flatMap { Int($0) }.map { (1...600).contains($0) } == true)
            #expect(response.headers[.wwwAuthenticate] == nil)
            #expect(response.text == "{\"message\":\"\(Message.addressThrottled.template)\"}")
        }
        for version in SOAPVersion.allCases {
            let response = await test.send("POST", "/soap?services=integrationAdminTokenServiceV1", [:], Self.envelope(version))
            #expect(response.status == 429)
            #expect(response.headers[.contentType] == version.contentType)
            #expect(response.headers[.retryAfter] != nil)
            #expect(response.text.contains(version == .v11 ? "SOAP-ENV:Client" : "env:Sender"))
            #expect(response.text.contains(Message.addressThrottled.template))
        }
        #expect(await test.send("GET", "/rest/V1/customers/me", ann).status == 200, "tokens are not concerned")
        #expect(await test.send("POST", paths[0], json, right, from: "192.0.2.8").status == 200)
        #expect(await test.send("POST", paths[0], json, "{}").status == 400, "required fields come first")
    }
}
