import GatewayTestSupport
import HTTPTypes
import ServiceModel
import Testing
import TokenCore

@testable import GatewayHTTP

/// The order of the checks and details of the contract.
struct ContractDetailTests {
    private static let json: RequestFields = [.contentType: "application/json"]
    private static let deep = "a" + String(repeating: "%5Bb%5D", count: 9) + "=1"

    static let orders: [(String, String, RequestFields, Int)] = [
        // Limits are checked before methods and credentials.
        ("GET", "/rest/V1/customers/1?\(deep)", [:], 400), ("DELETE", "/rest/V1/integration/admin/token?\(deep)", [:], 400),
        // The path syntax is checked before the route.
        ("OPTIONS", "/rest/V1/customers/%zz", [:], 400), ("DELETE", "/rest/V1/integration/%00", [:], 400),
        ("GET", "/rest/V1/nope/%00", [:], 400), ("GET", "/rest/V1/customers/%61", [:], 401),
        // Accept is checked before the path, except for the schema document.
        ("GET", "/rest/nope/V1/x", [.accept: "text/html"], 406), ("GET", "/rest/nope/schema", [.accept: "text/html"], 406),
        ("GET", "/rest/default/schema", [.accept: "text/html"], 200), ("OPTIONS", "/rest/V1/customers/me", [.accept: "text/html"], 204),
        // Methods are checked before Accept.
        ("PATCH", "/rest/V1/customers/me", [.accept: "text/html"], 405),
        // Credentials are checked before the body.
        ("POST", "/rest/V1/integration/customer/revoke-customer-token", json, 401),
        ("GET", "/index.php/rest/V1/nope", [:], 404), ("GET", "/rest", [:], 400), ("GET", "/rest/V1", [:], 404),
        ("GET", "/api/rest", [:], 404),
    ]

    /// Administration is for callers inside the process.
    @Test func noDocumentOrListHasOperationsOfAdministration() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let admin = try await test.bearer(.admin, "ops")
        for target in ["/soap?wsdl_list", "/openapi.json", "/rest/schema?services=all", "/docs"] {
            let document = await test.send("GET", target, admin)
            #expect(document.status == 200 && !document.text.lowercased().contains("administrationroles"), "\(target)")
        }
        #expect(await test.send("GET", "/soap/all?wsdl&services=administrationRolesV1", admin).status != 200)
        #expect(await test.send("GET", "/rest/V1/administrationRolesV1", admin).status == 404)
    }

    @Test func checksFollowTheOrderOfTheContract() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        for (method, target, headers, status) in Self.orders {
            let response = await test.send(method, target, headers, method == "POST" ? "{broken" : "")
            #expect(response.status == status, "\(method) \(target)")
        }
    }

    @Test func falseAsCredentialsIsEmpty() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let response = await test.send("POST", "/rest/V1/integration/admin/token", Self.json, #"{"username":false,"password":true}"#)
        #expect(response.status == 400)
        #expect(response.text.contains(#""parameters":{"fieldName":"username"}"#))
    }

    @Test func documentsVaryAndAreConditionalForGETAndHEAD() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let schema = await test.send("GET", "/rest/default/schema")
        #expect(schema.headers[.vary] == "Accept, Authorization")
        let target = "/soap/default?wsdl&services=integrationAdminTokenServiceV1"
        let tag = try #require(await test.send("GET", target).headers[.eTag])
        #expect(await test.send("GET", target, [.ifNoneMatch: tag]).status == 304)
        #expect(await test.send("HEAD", target, [.ifNoneMatch: "\"x\", \(tag)"]).status == 304)
        #expect(await test.send("POST", target, [.ifNoneMatch: tag]).status == 200)
        #expect(await test.send("GET", target + "&wsdl_list").status == 200)
        #expect(await test.send("GET", target + "&foo").status == 400)
    }

    @Test func theServiceListIsNegotiatedLikeREST() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let refused = await test.send("GET", "/soap?wsdl_list", [.accept: "image/png"])
        #expect(refused.status == 406)
        #expect(refused.text.contains("\"messages\":{\"error\":[{\"code\":406"))
    }

    private func soap(_ action: String?, _ test: TestGateway, element: String = "") async -> GatewayResponse {
        let name = "integrationAdminTokenServiceV1CreateAdminAccessToken" + element
        let body =
            "<e:Envelope xmlns:e=\"\(SOAPVersion.v11.namespace)\"><e:Body><\(name)Request><username>ops</username>"
            + "<password>\(TestGateway.password)</password></\(name)Request></e:Body></e:Envelope>"
        var headers: RequestFields = [.contentType: "text/xml"]
        if let action { headers[.soapAction] = action }
        return await test.send("POST", "/soap?services=integrationAdminTokenServiceV1", headers, body)
    }

    @Test func onlyQuotedActionsAreCompared() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let other = "integrationCustomerTokenServiceV1CreateCustomerAccessToken"
        #expect(await soap("\"\(other)\"", test).status == 500)
        for action in [nil, other, "", "\"\"", "\"urn:any\""] { #expect(await soap(action, test).status == 200, "\(action ?? "none")") }
    }

    /// In Swift, U+0600 and the following letter are one character.
    @Test func elementsAreComparedAsBytes() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        #expect(await soap(nil, test, element: "\u{600}").status == 500)
    }

    @Test func anExpiredAdminWhoIsAdmittedHasNoOldTokens() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let bearer = try await test.bearer(.admin, "ops")
        try await test.core.database.write { session in
            var admin = try #require(try session.admin(named: "ops"))
            admin.expiresAt = Timestamp(milliseconds: 1)
            try session.update(admin)
        }
        try await test.core.administration(as: .localOperator).setAdmin("ops", active: true)
        #expect(await test.send("GET", "/rest/V1/customers/1", bearer).status == 401)
    }
}
