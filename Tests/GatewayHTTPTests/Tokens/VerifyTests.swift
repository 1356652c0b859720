import GatewayTestSupport
import HTTPTypes
import ServiceModel
import Testing
import TokenCore

@testable import GatewayHTTP

@Suite struct VerifyTests {
    @Test(arguments: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PURGE", "X-NEW"])
    func aValidTokenIsIdentified(method: String) async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let header = try await test.bearer(.customer, "ann@example.test")
        let response = await test.send(method, "/auth/verify", header)
        let token = try #require(
            try await test.core.administration(as: .localOperator).tokens(of: .customer("ann@example.test")).tokens.first)
        #expect(response.status == 200)
        #expect(response.body.isEmpty)
        #expect(response.headers[.tokenUserType] == "customer")
        #expect(response.headers[.tokenUserID] == "\(token.ownerID)")
        #expect(response.headers[.tokenAccessor] == token.accessor)
        #expect(response.headers[.tokenExpiresAt] == token.expiresAt.map { $0.sqlDateTime.replacing(" ", with: "T") + "Z" })
        #expect(response.headers[.cacheControl] == "no-store")
        #expect(response.headers[.vary] == "Authorization")
        #expect(await test.send(method, "/auth/verify").status == 401, "no method bypasses the check")
    }

    @Test(arguments: [
        ("", "Bearer realm=\"token-gateway\""),
        ("Bearer 0123456789abcdef0123456789abcdef", "Bearer realm=\"token-gateway\", error=\"invalid_token\""),
        ("Basic b3BzOm9wcw==", "Bearer realm=\"token-gateway\""),
    ])
    func withoutAValidTokenTheStatusIs401(field: String, challenge: String) async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let headers: RequestFields = field.isEmpty ? [:] : [.authorization: field]
        for target in ["/auth/verify", "/auth/verify?resource=Magento_Customer::customer"] {
            let response = await test.send("GET", target, headers)
            #expect(response.status == 401)
            #expect(response.headers[.wwwAuthenticate] == challenge)
            #expect(response.headers[.contentType] == "application/problem+json")
            #expect(response.headers[.tokenUserID] == nil)
        }
    }

    @Test func requiredResourcesAreChecked() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let customer = "resource=Magento_Customer::customer"
        let roles = "resource=Magento_User%3A%3Aacl_roles"
        let cases: [(AccountKind, String, String, Int)] = [
            (.admin, "ops", customer, 200), (.admin, "ops", "\(customer)&\(roles)", 200), (.admin, "reader", customer, 200),
            (.admin, "reader", roles, 403), (.admin, "reader", "\(customer)&\(roles)", 403),
            (.admin, "reader", "\(roles)&\(customer)", 403),
            (.customer, "ann@example.test", customer, 403), (.admin, "reader", "resource=Magento_Backend::all", 403),
            (.admin, "ops", "resource=Magento_Backend::all", 200), (.admin, "ops", "resource=magento_customer::customer", 400),
            (.admin, "ops", "resource=", 400), (.admin, "ops", "resource=self", 400),
            (.admin, "ops", "resources=Magento_Customer::customer", 400),
            (.admin, "ops", "resource[]=Magento_Customer::customer", 400), (.admin, "ops", "resource=%zz", 400),
        ]
        for (kind, name, query, status) in cases {
            let response = await test.send("GET", "/auth/verify?\(query)", try await test.bearer(kind, name))
            #expect(response.status == status, "\(name) \(query)")
            guard status == 403 else { continue }
            #expect(response.headers[.wwwAuthenticate] == "Bearer realm=\"token-gateway\", error=\"insufficient_scope\"")
            #expect(response.headers[.tokenUserID] == nil)
        }
    }

    @Test func anEndedTokenIsRefusedAtOnce() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let header = try await test.bearer(.admin, "reader")
        #expect(await test.send("GET", "/auth/verify?resource=Magento_Customer::customer", header).status == 200)
        try await test.core.administration(as: .localOperator).setRole("readers", resources: ["Magento_Customer::group"])
        #expect(
            await test.send("GET", "/auth/verify?resource=Magento_Customer::customer", header).status == 401,
            "a changed role ends its tokens")
    }

    @Test func twoAuthorizationFieldsAreRefused() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        var headers = try await test.bearer(.admin, "ops")
        headers.append(.authorization, "Bearer x")
        #expect(await test.send("GET", "/auth/verify", headers).status == 400)
    }

    /// Fields and query are combined. An unknown resource is denied, and reported to authenticated callers only.
    @Test(arguments: [
        ("Magento_Customer::customer", "", 200), (" Magento_Customer::customer , Magento_Backend::admin", "", 403),
        ("Magento_Customer::customer,,", "", 200), ("Magento_Customer::custmer", "", 400), ("", "", 400), (" , ", "", 400),
        ("self", "", 400), ("Magento_User::acl_roles", "", 403), ("Magento_Customer::customer", "?resource=Magento_User::acl_roles", 403),
        ("Magento_User::acl_roles", "?resource=Magento_Customer::customer", 403),
        ("Magento_Customer::customer", "?resource=Magento_Customer::customer", 200), ("Magento_User::acl_roles", "/api?resource=x", 403),
        ("Magento_Customer::customer", "/api?resource=Magento_User::acl_roles", 200),
    ])
    func resourcesCanBeRequiredByField(field: String, behind: String, status: Int) async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        var headers = try await test.bearer(.admin, "reader")
        headers.append(.tokenResource, field)
        #expect(await test.send("GET", "/auth/verify" + behind, headers).status == status)
        #expect(await test.send("GET", "/auth/verify" + behind, [.tokenResource: field]).status == 401)
        // Fields of the client are added to those of the proxy.
        headers.append(.tokenResource, "Magento_Customer::customer")
        #expect(await test.send("GET", "/auth/verify" + behind, headers).status == status)
    }

    @Test(arguments: [
        ("/auth/verify/", 200), ("/auth/verify/api/V1/things", 200), ("/auth/verify/?a=1", 200),
        ("/auth/verify/api?resource=nothing&a=%zz", 200),
        ("/auth/verify//x", 200), ("/auth/verify/%7Ea/%2e%2e", 200), ("/auth/verify?a=1", 400), ("/auth/verify?resource", 400),
        ("/auth/verifying", 404), ("/auth/verif", 404), ("/auth", 404), ("/Auth/verify", 404), ("/auth/verify", 200),
        ("//auth/verify", 200),
        ("/auth/verify?", 200),
    ])
    func onlyTheVerifyPathsAreChecks(target: String, status: Int) async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        #expect(await test.send("GET", target, try await test.bearer(.customer, "ann@example.test")).status == status)
    }

    @Test(arguments: [
        ("", "/auth/verify", true), ("/shop", "/shop/auth/verify/x", true), ("/a/b", "/a/b/auth/verify", true),
        ("/shop", "/auth/verify", false),
    ])
    func theBasePathPrecedesTheVerifyPath(base: String, path: String, isVerify: Bool) {
        #expect((VerifyPath(below: base).form(of: path) != nil) == isVerify)
        #expect(VerifyPath(below: base).matches(path + "?x=/auth/verify") == isVerify)
    }

    @Test func aSignatureCoversTheRequestedURL() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let shop = try await test.makeIntegration("shop", ["Magento_Customer::customer"])
        for (number, target) in ["/auth/verify", "/auth/verify/api?page=2&a=%2F", "/auth/verify?resource=Magento_Customer%3A%3Acustomer"]
            .enumerated()
        {
            let response = try await test.send("GET", target, shop.header("GET", target, nonce: "n\(number)"))
            #expect(response.status == 200, "\(target)")
            #expect(response.headers[.tokenUserType] == "integration" && response.headers[.tokenExpiresAt] == nil)
            #expect(response.headers[.tokenAccessor]?.isEmpty == false)
        }
        let other = try await test.send("GET", "/auth/verify/api", shop.header("GET", "/auth/verify", nonce: "m"))
        #expect(other.status == 401)
        let challenge = #"Bearer realm="token-gateway", OAuth realm="token-gateway""#
        #expect(other.headers[.wwwAuthenticate] == challenge)
        #expect(await test.send("GET", "/auth/verify", [.authorization: "OAuth oauth_nonce=\"x\""]).status == 400)
        let lacking = "/auth/verify?resource=Magento_User::acl_roles"
        #expect(try await test.send("GET", lacking, shop.header("GET", lacking, nonce: "l")).status == 403)
        // An inactive integration has no permissions to check.
        try await test.core.administration(as: .localOperator).deactivateIntegration("shop")
        let inactive = try await test.send("GET", "/auth/verify", shop.header("GET", "/auth/verify", nonce: "i"))
        #expect(inactive.status == 401 && inactive.headers[.wwwAuthenticate] == challenge)
    }
}
