import GatewayTestSupport
import HTTPTypes
import ServiceModel
import Testing

@testable import GatewayHTTP

/// The index at the base URL.
struct IndexTests {
    static let choices: [(String?, String)] = [
        (nil, "application/json"), ("*/*", "application/json"), ("application/json", "application/json"),
        ("text/html", "text/html; charset=utf-8"), ("text/*", "text/html; charset=utf-8"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
        ("text/html;q=0.5, application/json", "application/json"), ("text/html;q=0, */*", "application/json"),
        // No acceptable type: the index is sent anyway.
        ("image/png", "application/json"),
    ]

    @Test(arguments: choices) func browsersGetHTMLAndProgramsJSON(_ accept: String?, _ type: String) async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let headers: RequestFields = accept.map { [.accept: $0] } ?? [:]
        for method in ["GET", "HEAD"] {
            let response = await test.send(method, "/", headers)
            #expect(response.status == 200)
            #expect(response.headers[.contentType] == type)
            #expect(response.headers[.vary] == "Accept")
            #expect(response.template == "/")
        }
    }

    @Test func everyLinkResolves() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let index = try JSONReader.read(await test.send("GET", "/").body)
        guard case .object(let object) = index, case .object(let links) = object["links"] else {
            Issue.record("no links")
            return
        }
        #expect(links.members.map(\.name) == ["docs", "openapi", "schema", "wsdl_list", "health_live", "health_ready"])
        let page = await test.send("GET", "/", [.accept: "text/html"]).text
        for link in links.members {
            let address = try #require(Scalar.text(link.value))
            #expect(address.hasPrefix(TestGateway.base + "/"))
            #expect(await test.send("GET", String(address.dropFirst(TestGateway.base.count))).status == 200, "\(address)")
            #expect(page.contains("<a href=\"\(address)\">"))
        }
    }

    @Test func thePageHasNoActiveContent() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let response = await test.send("GET", "/", [.accept: "text/html"])
        #expect(response.text.hasPrefix("<!DOCTYPE html>\n"))
        for forbidden in ["<script", "<style", "style=", "onclick"] { #expect(!response.text.contains(forbidden)) }
        let policy = response.headers[.contentSecurityPolicy]
        #expect(policy == "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'")
        #expect(response.headers[.xContentTypeOptions] == "nosniff")
    }

    @Test func otherMethodsAreRefused() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let post = await test.send("POST", "/")
        #expect(post.status == 405)
        #expect(post.headers[.allow] == "GET, HEAD, OPTIONS")
        #expect(await test.send("OPTIONS", "/").status == 204)
        #expect(await test.send("OPTIONS", "*").status == 404, "the target * is no path")
    }

    @Test func theIndexIsAtThePathOfTheBaseURL() async throws {
        let test = try await TestGateway(base: "https://gateway.example/shop")
        defer { test.remove() }
        for target in ["/shop", "/shop/", "/shop/?a=1"] { #expect(await test.send("GET", target).status == 200, "\(target)") }
        for target in ["/", "/other", "/Shop", "/shopping"] { #expect(await test.send("GET", target).status == 404, "\(target)") }
        #expect(await test.send("GET", "/shop").text.contains("\"docs\":\"https://gateway.example/shop/docs\""))
    }
}
