import HTTPTypes
import ServiceModel
import Testing
import TokenCore

@testable import GatewayHTTP

@Suite struct VerifyTests {
    @Test(arguments: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"])
    func tellsWhoItIs(method: String) async throws {
        let test = try await TestFront()
        defer { test.remove() }
        let header = try await test.bearer(.customer, "ann@example.test")
        let answer = await test.send(method, "/auth/verify", header)
        let token = try #require(try await test.core.administration.tokens(of: .customer("ann@example.test")).first)
        #expect(answer.status == 204)
        #expect(answer.body.isEmpty)
        #expect(answer.headers[.tokenUserType] == "customer")
        #expect(answer.headers[.tokenUserID] == "\(token.ownerID)")
        #expect(answer.headers[.tokenAccessor] == token.accessor)
        #expect(answer.headers[.tokenExpiresAt] == token.expiresAt.map { $0.wire.replacing(" ", with: "T") + "Z" })
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(answer.headers[.vary] == "Authorization")
        #expect(await test.send(method, "/auth/verify").status == 401, "nobody passes, whatever the method")
    }

    @Test(arguments: [
        ("", "Bearer realm=\"token-gateway\""),
        ("Bearer 0123456789abcdef0123456789abcdef", "Bearer realm=\"token-gateway\", error=\"invalid_token\""),
        ("Basic b3BzOm9wcw==", "Bearer realm=\"token-gateway\""),
    ])
    func nobody(field: String, challenge: String) async throws {
        let test = try await TestFront()
        defer { test.remove() }
        let headers: RequestFields = field.isEmpty ? [:] : [.authorization: field]
        for target in ["/auth/verify", "/auth/verify?resource=Magento_Customer::customer"] {
            let answer = await test.send("GET", target, headers)
            #expect(answer.status == 401)
            #expect(answer.headers[.wwwAuthenticate] == challenge)
            #expect(answer.headers[.contentType] == "application/problem+json")
            #expect(answer.headers[.tokenUserID] == nil)
        }
    }

    @Test func resources() async throws {
        let test = try await TestFront()
        defer { test.remove() }
        let customer = "resource=Magento_Customer::customer"
        let roles = "resource=Magento_User%3A%3Aacl_roles"
        let cases: [(AccountKind, String, String, Int)] = [
            (.admin, "ops", customer, 204), (.admin, "ops", "\(customer)&\(roles)", 204), (.admin, "reader", customer, 204),
            (.admin, "reader", roles, 403), (.admin, "reader", "\(customer)&\(roles)", 403),
            (.admin, "reader", "\(roles)&\(customer)", 403),
            (.customer, "ann@example.test", customer, 403), (.admin, "reader", "resource=Magento_Backend::all", 403),
            (.admin, "ops", "resource=Magento_Backend::all", 204), (.admin, "ops", "resource=magento_customer::customer", 400),
            (.admin, "ops", "resource=", 400), (.admin, "ops", "resource=self", 400),
            (.admin, "ops", "resources=Magento_Customer::customer", 400),
            (.admin, "ops", "resource[]=Magento_Customer::customer", 400), (.admin, "ops", "resource=%zz", 400),
        ]
        for (kind, name, query, status) in cases {
            let answer = await test.send("GET", "/auth/verify?\(query)", try await test.bearer(kind, name))
            #expect(answer.status == status, "\(name) \(query)")
            guard status == 403 else { continue }
            #expect(answer.headers[.wwwAuthenticate] == "Bearer realm=\"token-gateway\", error=\"insufficient_scope\"")
            #expect(answer.headers[.tokenUserID] == nil)
        }
    }

    @Test func whatEndedIsRefusedAtOnce() async throws {
        let test = try await TestFront()
        defer { test.remove() }
        let header = try await test.bearer(.admin, "reader")
        #expect(await test.send("GET", "/auth/verify?resource=Magento_Customer::customer", header).status == 204)
        try await test.core.administration.setRole("readers", resources: ["Magento_Customer::group"])
        #expect(
            await test.send("GET", "/auth/verify?resource=Magento_Customer::customer", header).status == 401,
            "a changed role ends its tokens")
    }

    @Test func twoFieldsAreNoAnswer() async throws {
        let test = try await TestFront()
        defer { test.remove() }
        var headers = try await test.bearer(.admin, "ops")
        headers.append(.authorization, "Bearer x")
        #expect(await test.send("GET", "/auth/verify", headers).status == 400)
    }

    @Test func traceIsNotServed() async throws {
        let test = try await TestFront()
        defer { test.remove() }
        #expect(await test.send("TRACE", "/auth/verify", try await test.bearer(.admin, "ops")).status == 405)
    }
}
