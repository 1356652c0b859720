import GatewayTestSupport
import HTTPTypes
import ServiceModel
import Testing

@testable import GatewayHTTP

@Suite struct AllowedOriginsTests {
    private static let shop = "https://shop.example"
    private static let origins = AllowedOrigins([shop, "http://localhost:3000"])
    private static let preflight: RequestFields = [.origin: shop, .accessControlRequestMethod: "POST"]

    /// The fields that CORS adds to a response; all else must not change.
    private static let added: [HTTPField.Name] = [
        .accessControlAllowOrigin, .accessControlExposeHeaders, .accessControlAllowMethods, .accessControlAllowHeaders,
        .accessControlMaxAge, .accessControlAllowCredentials,
    ]

    private static func values(_ response: GatewayResponse) -> [String] {
        response.headers.filter { added.contains($0.name) }.map { "\($0.name.rawName): \($0.value)" }
    }

    private static func varies(_ response: GatewayResponse) -> Bool {
        (response.headers[.vary] ?? "").split(separator: ",").contains { $0.drop { $0 == " " } == "Origin" }
    }

    @Test(arguments: [
        ("https://shop.example", "https://shop.example"), ("HTTPS://Shop.Example:443", "https://shop.example"),
        ("http://localhost:3000", "http://localhost:3000"), ("http://[::1]:80", "http://[::1]"), ("http://[::1]:8080", "http://[::1]:8080"),
        ("capacitor://localhost", "capacitor://localhost"), ("https://shop.example:08443", "https://shop.example:8443"),
        ("*", nil), ("null", nil), ("", nil), ("https://", nil), ("shop.example", nil), ("https://shop.example/", nil),
        ("https://shop.example/x", nil), ("https://*.example", nil), ("https://u@shop.example", nil), ("https://shop.example:", nil),
        ("https://shop.example:0", nil), ("https://shop.example:65536", nil), ("https://a b", nil), ("https://münchen.example", nil),
        ("https://shop.example?x", nil), ("1http://x", nil),
    ])
    func originsAreCanonicalized(_ text: String, _ canonical: String?) {
        #expect(AllowedOrigins.canonical(text) == canonical)
    }

    @Test(arguments: [
        ("/rest/V1/integration/admin/token", "POST, OPTIONS"), ("/rest/default/V1/customers/me", "GET, HEAD, PUT, DELETE, OPTIONS"),
        ("/rest/schema", "GET, HEAD, OPTIONS"), ("/oauth/introspect", "POST, OPTIONS"), ("/oauth/revoke", "POST, OPTIONS"),
    ])
    func aPreflightGetsTheMethodsOfThePath(_ path: String, _ methods: String) async throws {
        let test = try await TestGateway(origins: Self.origins)
        defer { test.remove() }
        let response = await test.send("OPTIONS", path, Self.preflight)
        #expect(response.status == 204)
        #expect(response.body.isEmpty)
        #expect(response.headers[.accessControlAllowOrigin] == Self.shop)
        #expect(response.headers[.accessControlAllowMethods] == methods)
        #expect(response.headers[.accessControlAllowHeaders] == "Authorization, Content-Type, Accept, X-Request-Id")
        #expect(response.headers[.accessControlMaxAge] == "600")
        #expect(response.headers[.accessControlAllowCredentials] == nil)
        #expect(Self.varies(response))
    }

    @Test(arguments: [("/rest/V1/nothing", 404), ("/rest/nope/V1/customers", 400)])
    func aPreflightForAnUnknownPathGetsAReadableRefusal(_ path: String, _ status: Int) async throws {
        let test = try await TestGateway(origins: Self.origins)
        defer { test.remove() }
        let response = await test.send("OPTIONS", path, Self.preflight)
        #expect(response.status == status)
        #expect(Self.values(response) == ["Access-Control-Allow-Origin: \(Self.shop)"])
        #expect(Self.varies(response))
    }

    @Test(arguments: ["/rest/V1/customers/me", "/rest/V1/nothing", "/oauth/introspect", "/oauth/revoke"])
    func refusalsAreReadable(_ path: String) async throws {
        let test = try await TestGateway(origins: Self.origins)
        defer { test.remove() }
        for method in ["GET", "POST", "PATCH"] {
            let response = await test.send(method, path, [.origin: Self.shop, .accessControlRequestMethod: "POST"])
            #expect(response.status >= 400)
            #expect(response.headers[.accessControlAllowOrigin] == Self.shop)
            #expect(response.headers[.accessControlExposeHeaders] == "WWW-Authenticate, Retry-After, X-Request-Id")
            #expect(response.headers[.accessControlAllowMethods] == nil)
            #expect(Self.varies(response))
        }
        // A refusal of the listener.
        let request = GatewayRequest(
            method: "POST", target: path, headers: [.origin: Self.shop], origin: Origin(address: "192.0.2.7", requestID: "test"))
        let refused = test.dispatcher.refuse(request, Fault(.bodyTooLarge, [.init(.int(65536))]))
        #expect(refused.status == 413)
        #expect(refused.headers[.accessControlAllowOrigin] == Self.shop)
        #expect(Self.varies(refused))
    }

    @Test(arguments: [
        "https://evil.example", "http://shop.example", "https://shop.example:443", "https://SHOP.example", "https://shop.example.evil",
        "null", "*", "https://shop.example, https://shop.example",
    ])
    func otherOriginsGetNoFields(_ origin: String) async throws {
        let test = try await TestGateway(origins: Self.origins)
        defer { test.remove() }
        for (method, path) in [("OPTIONS", "/rest/V1/integration/admin/token"), ("GET", "/rest/V1/customers/me")] {
            let response = await test.send(method, path, [.origin: origin, .accessControlRequestMethod: "POST"])
            #expect(Self.values(response).isEmpty)
            #expect(Self.varies(response))
        }
    }

    @Test(arguments: ["/auth/verify", "/soap/default", "/oauth/token/request", "/health/live", "/docs", "/elsewhere"])
    func otherEndpointsHaveNoCORS(_ path: String) async throws {
        let test = try await TestGateway(origins: Self.origins)
        defer { test.remove() }
        for method in ["GET", "POST", "OPTIONS"] {
            let response = await test.send(method, path, Self.preflight)
            #expect(Self.values(response).isEmpty)
            #expect(!Self.varies(response))
        }
    }

    @Test func withoutOriginsResponsesAreUnchanged() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        for (method, path) in [
            ("OPTIONS", "/rest/V1/integration/admin/token"), ("GET", "/rest/V1/customers/me"), ("POST", "/oauth/revoke"),
        ] {
            let plain = await test.send(method, path)
            let asked = await test.send(method, path, Self.preflight)
            #expect(asked.status == plain.status)
            #expect(asked.headers == plain.headers)
            #expect(asked.body == plain.body)
        }
    }
}

@Suite(.timeLimit(.minutes(2))) struct AllowedOriginsServerTests {
    @Test func refusalsOfTheListenerAreReadable() async throws {
        try await TestServer.run(origins: AllowedOrigins(["https://shop.example"])) { port in
            let head = "POST /rest/V1/integration/admin/token HTTP/1.1\r\nHost: h\r\nOrigin: https://shop.example\r\n"
            for (rest, status) in [("Content-Length: 70000\r\n\r\n", 413), ("Expect: magic\r\nContent-Length: 2\r\n\r\n", 417)] {
                let response = try await RawClient.send(port, head + rest)
                #expect(response.statuses == [status])
                #expect(response.text.contains("Access-Control-Allow-Origin: https://shop.example\r\n"))
            }
        }
    }
}
