import Foundation
import GatewayTestSupport
import HTTPTypes
import ServiceModel
import Testing
import TokenCore

@testable import GatewayHTTP

@Suite struct IntrospectionTests {
    static let form: RequestFields = [.contentType: "application/x-www-form-urlencoded"]

    private func post(_ test: TestGateway, _ path: String, _ caller: RequestFields, _ body: String) async -> GatewayResponse {
        var headers = Self.form
        headers[.authorization] = caller[.authorization]
        return await test.send("POST", path, headers, body)
    }

    private func token(_ header: RequestFields) -> String { String(header[.authorization]?.dropFirst(7) ?? "") }

    @Test func aValidTokenIsActive() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let asked = token(try await test.bearer(.customer, "ann@example.test"))
        let response = await post(
            test, "/oauth/introspect", try await test.bearer(.admin, "ops"), "token_type_hint=access_token&token=\(asked)")
        #expect(response.status == 200)
        #expect(response.headers[.cacheControl] == "no-store")
        let record = try #require(
            try await test.core.administration(as: .localOperator).tokens(of: .customer("ann@example.test")).tokens.first)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any])
        #expect(object["active"] as? Bool == true)
        #expect(object["username"] as? String == "ann@example.test")
        #expect(object["sub"] as? String == "customer:\(record.ownerID)")
        #expect(object["user_type"] as? String == "customer")
        #expect(object["scope"] as? String == "self")
        #expect(object["iss"] as? String == TestGateway.base)
        #expect(object["accessor"] as? String == record.accessor)
        #expect(object["iat"] as? Int == Int(record.issuedAt.milliseconds / 1000))
        #expect(object["exp"] as? Int == record.expiresAt.map { Int($0.milliseconds / 1000) })
        _ = try await test.core.lastUsed.flush()
        #expect(
            try await test.core.administration(as: .localOperator).tokens(of: .customer("ann@example.test")).tokens.first?.lastUsedAt
                == nil,
            "no use")
    }

    @Test func theScopeHasTheResourcesOfTheRole() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let ops = try await test.bearer(.admin, "ops")
        for (name, scope) in [("reader", "Magento_Customer::customer"), ("ops", "Magento_Backend::all")] {
            let response = await post(test, "/oauth/introspect", ops, "token=\(token(try await test.bearer(.admin, name)))")
            #expect(response.text.contains("\"scope\":\"\(scope)\""))
        }
    }

    @Test func anInvalidTokenIsInactiveWithoutDetails() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let ops = try await test.bearer(.admin, "ops")
        let ended = token(try await test.bearer(.customer, "ann@example.test"))
        _ = try await test.core.administration(as: .localOperator).revokeTokens(of: .customer("ann@example.test"))
        for body in ["token=\(ended)", "token=x", "token=\(String(repeating: "a", count: 32))", "token=%C3%A9"] {
            let response = await post(test, "/oauth/introspect", ops, body)
            #expect(response.status == 200)
            #expect(response.text == "{\"active\":false}")
        }
    }

    @Test func introspectionRequiresTheResource() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let ann = try await test.bearer(.customer, "ann@example.test")
        let body = "token=\(token(ann))"
        let nobody = await post(test, "/oauth/introspect", [:], body)
        #expect(nobody.status == 401)
        #expect(nobody.headers[.wwwAuthenticate] == "Bearer realm=\"token-gateway\"")
        #expect(nobody.headers[.contentType] == "application/problem+json")
        for header in [ann, try await test.bearer(.admin, "reader")] {
            let response = await post(test, "/oauth/introspect", header, body)
            #expect(response.status == 403)
            #expect(response.headers[.wwwAuthenticate] == "Bearer realm=\"token-gateway\", error=\"insufficient_scope\"")
            #expect(!response.text.contains("active"))
        }
        try await test.core.administration(as: .localOperator).setRole("readers", resources: ["Magento_Integration::config_oauth"])
        #expect(await post(test, "/oauth/introspect", try await test.bearer(.admin, "reader"), body).status == 200)
    }

    @Test(arguments: ["/oauth/introspect", "/oauth/revoke"])
    func malformedRequestsAreRefused(path: String) async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let ops = try await test.bearer(.admin, "ops")
        for body in ["", "token=", "token=a&token=b", "token=%zz", "other=x"] {
            let response = await post(test, path, ops, body)
            #expect(response.status == 400, "\(body)")
            #expect(response.headers[.contentType] == "application/problem+json")
        }
        #expect(await post(test, "\(path)?token=abc", ops, "token=a").status == 400)
        #expect(await test.send("POST", path, ops, "token=a").status == 400, "no type")
        var headers = ops
        headers[.contentType] = "application/json"
        #expect(await test.send("POST", path, headers, "{\"token\":\"a\"}").status == 400)
        let wrong = await test.send("GET", path, ops)
        #expect(wrong.status == 405)
        #expect(wrong.headers[.allow] == "POST, OPTIONS")
        #expect(await test.send("OPTIONS", path).status == 204)
    }

    @Test func ownersAndPermittedCallersRevokeTokens() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let ann = try await test.bearer(.customer, "ann@example.test")
        let another = try await test.bearer(.customer, "ann@example.test")
        let ops = try await test.bearer(.admin, "ops")
        let reader = try await test.bearer(.admin, "reader")
        func revoke(_ caller: RequestFields, _ header: RequestFields) async -> Int {
            await post(test, "/oauth/revoke", caller, "token=\(token(header))").status
        }
        func isValid(_ header: RequestFields) async -> Bool { await test.send("GET", "/auth/verify", header).status == 200 }
        #expect(await revoke([:], ann) == 401)
        #expect(await revoke(reader, ann) == 403)
        #expect(await revoke(ann, ops) == 403)
        #expect(await isValid(ann))
        #expect(await revoke(ann, another) == 200, "a token of the same owner")
        #expect(await !isValid(another))
        #expect(await revoke(ann, another) == 200, "ended already")
        #expect(await revoke(reader, another) == 200, "unknown and foreign tokens are indistinguishable")
        #expect(await revoke(ops, ann) == 200)
        #expect(await !isValid(ann))
        #expect(await revoke(ann, ann) == 401)
        #expect(await revoke(ops, reader) == 200)
        #expect(await revoke(ops, ops) == 200)
        #expect(await !isValid(ops))
        let trail = try await test.core.database.read { try $0.auditTrail(limit: 100) }.filter { $0.action == "token.revoke" }
        #expect(trail.map(\.actorKind) == ["admin", "admin", "admin", "customer"])
    }
}
