import GatewayTestSupport
import HTTPTypes
import ServiceModel
import Testing
import TokenCore

@testable import GatewayHTTP

/// Orders of checks and small rules of the contract that a change could lose without notice.
struct ContractDetailTests {
    private static let json: RequestFields = [.contentType: "application/json"]
    private static let deep = "a" + String(repeating: "%5Bb%5D", count: 9) + "=1"

    static let orders: [(String, String, RequestFields, Int)] = [
        // Limits come before methods and credentials.
        ("GET", "/rest/V1/customers/1?\(deep)", [:], 400), ("DELETE", "/rest/V1/integration/admin/token?\(deep)", [:], 400),
        // The form of an address comes before what is served there.
        ("OPTIONS", "/rest/V1/customers/%zz", [:], 400), ("DELETE", "/rest/V1/integration/%00", [:], 400),
        ("GET", "/rest/V1/nope/%00", [:], 400), ("GET", "/rest/V1/customers/%61", [:], 401),
        // Accept comes before the address; only the schema document is spared.
        ("GET", "/rest/nope/V1/x", [.accept: "text/html"], 406), ("GET", "/rest/nope/schema", [.accept: "text/html"], 406),
        ("GET", "/rest/default/schema", [.accept: "text/html"], 200), ("OPTIONS", "/rest/V1/customers/me", [.accept: "text/html"], 204),
        // Methods come before Accept.
        ("PATCH", "/rest/V1/customers/me", [.accept: "text/html"], 405),
        // Credentials come before the body.
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

    @Test func ordersOfChecks() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        for (method, target, headers, status) in Self.orders {
            let answer = await test.send(method, target, headers, method == "POST" ? "{broken" : "")
            #expect(answer.status == status, "\(method) \(target)")
        }
    }

    @Test func coercedEmptyCredentialsAreEmpty() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let answer = await test.send("POST", "/rest/V1/integration/admin/token", Self.json, #"{"username":false,"password":true}"#)
        #expect(answer.status == 400)
        #expect(answer.text.contains(#""parameters":{"fieldName":"username"}"#))
    }

    @Test func documentsVaryAndAreConditionalForReadersOnly() async throws {
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

    @Test func theListIsNegotiatedAsRESTIs() async throws {
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

    @Test func actionsCountInQuotationMarksOnly() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let other = "integrationCustomerTokenServiceV1CreateCustomerAccessToken"
        #expect(await soap("\"\(other)\"", test).status == 500)
        for action in [nil, other, "", "\"\"", "\"urn:any\""] { #expect(await soap(action, test).status == 200, "\(action ?? "none")") }
    }

    /// U+0600 and the letter behind it are one character to Swift.
    @Test func elementsAreComparedAsBytes() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        #expect(await soap(nil, test, element: "\u{600}").status == 500)
    }

    @Test func aLetInExpiredAdminHasNoOldTokens() async throws {
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
