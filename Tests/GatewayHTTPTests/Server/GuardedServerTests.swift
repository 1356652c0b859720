import Foundation
import GatewayTestSupport
import NIOCore
import Testing

@testable import GatewayHTTP

/// Rows of the bad-input catalogue over a raw socket.
@Suite(.timeLimit(.minutes(5))) struct GuardedServerTests {
    private static let host = "Host: 127.0.0.1\r\n"
    private static let chunked = "Transfer-Encoding: chunked\r\n"
    private static let me = "GET /rest/V1/customers/me HTTP/1.1\r\n\(host)"

    static let refusals: [(String, String, Int)] = [
        ("no Host", "GET /rest/V1/customers/me HTTP/1.1\r\n\r\n", 400),
        ("two Hosts", me + "Host: other.example\r\n\r\n", 400),
        ("other authority", "GET http://other.example/rest/V1/customers/me HTTP/1.1\r\n\(host)\r\n", 400),
        ("length and chunked", "POST /rest/V1/x HTTP/1.1\r\n\(host)Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("two transfer codings", "POST /rest/V1/x HTTP/1.1\r\n\(host)Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400),
        ("odd transfer coding", "POST /rest/V1/x HTTP/1.1\r\n\(host)Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400),
        ("two lengths", "POST /rest/V1/x HTTP/1.1\r\n\(host)Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", 400),
        ("signed length", "POST /rest/V1/x HTTP/1.1\r\n\(host)Content-Length: +5\r\n\r\nhello", 400),
        ("huge length", "POST /rest/V1/x HTTP/1.1\r\n\(host)Content-Length: 99999999999999999999\r\n\r\n", 400),
        ("list of lengths", "POST /rest/V1/x HTTP/1.1\r\n\(host)Content-Length: 5, 5\r\n\r\nhello", 400),
        ("duplicate transfer coding", "POST /rest/V1/x HTTP/1.1\r\n\(host)\(chunked)\(chunked)\r\n0\r\n\r\n", 400),
        ("bare CR", me + "X-A: o\rne\r\n\r\n", 400),
        ("trace", "TRACE /rest/V1/customers/me HTTP/1.1\r\n\(host)Connection: close\r\n\r\n", 405),
        ("preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
        ("chunk size", "POST /rest/V1/x HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n0\r\n\r\n", 400),
        ("chunk overflow", "POST /rest/V1/x HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", 400),
        ("line feeds only", "GET /rest/V1/customers/me HTTP/1.1\nHost: 127.0.0.1\n\n", 400),
        ("folded field", me + "X-A: one\r\n two\r\n\r\n", 400),
        ("space before colon", me + "X-A : one\r\n\r\n", 400),
        ("NUL in field", me + "X-A: o\u{0}ne\r\n\r\n", 400),
        ("no colon", me + "nonsense\r\n\r\n", 400),
        ("other version", "GET /rest/V1/customers/me HTTP/3.0\r\n\(host)\r\n", 400),
        ("authority target", "GET 127.0.0.1:80 HTTP/1.1\r\n\(host)\r\n", 400),
        ("large header", me + "X-A: \(String(repeating: "a", count: 20_000))\r\n\r\n", 431),
        ("very large header", me + "X-A: \(String(repeating: "a", count: 200_000))\r\n\r\n", 431),
        ("many headers", me + String(repeating: "X-A: 1\r\n", count: 150) + "\r\n", 431),
        ("thousands of headers", me + String(repeating: "X-A: 1\r\n", count: 5000) + "\r\n", 431),
        ("long target", "GET /rest/V1/\(String(repeating: "a", count: 9000)) HTTP/1.1\r\n\(host)\r\n", 414),
        ("very long target", "GET /rest/V1/\(String(repeating: "a", count: 200_000)) HTTP/1.1\r\n\(host)\r\n", 414),
        ("unknown expectation", "POST /rest/V1/x HTTP/1.1\r\n\(host)Expect: more\r\nContent-Length: 1\r\n\r\n", 417),
        ("announced too large", "POST /rest/V1/x HTTP/1.1\r\n\(host)Content-Length: 10000000\r\n\r\n{", 413),
        (
            "counted too large",
            "POST /rest/V1/x HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n"
                + String(repeating: "1000\r\n\(String(repeating: "x", count: 4096))\r\n", count: 40) + "0\r\n\r\n", 413
        ),
        ("connect", "CONNECT 127.0.0.1:80 HTTP/1.1\r\n\(host)\r\n", 405),
        ("http 1.0", "GET /rest/V1/customers/me HTTP/1.0\r\n\r\n", 401),
        ("capital close", me + "Connection: Close\r\n\r\n", 401),
        ("unknown method", "FOO /rest/V1/customers/me HTTP/1.1\r\n\(host)\r\n", 405),
    ]

    @Test func aRefusalGetsAResponseAndClosesTheConnection() async throws {
        try await TestServer.run { port async throws in
            for (name, request, status) in Self.refusals {
                let response = try await RawClient.send(port, request)
                #expect(response.statuses == [status], "\(name)")
                #expect(response.closed, "\(name)")
                #expect(response.text.lowercased().contains("\r\nconnection: close\r\n"), "\(name)")
                #expect(response.text.utf8.count < 1200, "\(name)")
            }
        }
    }

    @Test func tlsOnAPlainPortIsClosed() async throws {
        try await TestServer.run { port async throws in
            let response = try await RawClient.send(port, "\u{16}\u{3}\u{1}\u{0}\u{0}\u{1}\u{0}\u{0}")
            #expect(response.closed)
            #expect(response.statuses == [400])
        }
    }

    @Test func pipelinedRequestsGetResponsesInOrder() async throws {
        try await TestServer.run { port async throws in
            let many = (0..<9).map { "GET /rest/V1/nope\($0) HTTP/1.1\r\n\(Self.host)X-Request-Id: n\($0)\r\n\r\n" }.joined()
            let response = try await RawClient.send(port, many + Self.me + "Connection: close\r\n\r\n")
            #expect(response.statuses == Array(repeating: 404, count: 9) + [401])
            let ids = response.text.components(separatedBy: "X-Request-Id: ").dropFirst().map { $0.prefix(2) }
            #expect(ids.prefix(9).map(String.init) == (0..<9).map { "n\($0)" })
        }
    }

    /// Bytes after a malformed request are never parsed as another one.
    @Test func requestsAfterARefusalAreNotServed() async throws {
        try await TestServer.run { port async throws in
            let smuggled = "POST /rest/V1/x HTTP/1.1\r\n\(Self.host)Content-Length: 99999999\r\n\r\n" + Self.me + "\r\n"
            #expect(try await RawClient.send(port, smuggled).statuses == [413])
            let afterGood = Self.me + "\r\nGET / HTTP/1.1\r\n\r\n" + Self.me + "\r\n"
            #expect(try await RawClient.send(port, afterGood).statuses == [401, 400])
        }
    }

    @Test func expect100ContinueIsConfirmedBeforeTheBody() async throws {
        try await TestServer.run { port async throws in
            let head =
                "POST /rest/V1/integration/admin/token HTTP/1.1\r\n\(Self.host)Content-Type: application/json\r\nExpect: 100-continue\r\n"
                + "Connection: close\r\nContent-Length: 2\r\n\r\n"
            let response = try await RawClient.send(port, head, "{}")
            #expect(response.statuses == [100, 400])
        }
    }

    @Test func trailersAndUpgradesAreIgnored() async throws {
        try await TestServer.run { port async throws in
            let trailers =
                "POST /rest/V1/integration/admin/token HTTP/1.1\r\n\(Self.host)Content-Type: application/json\r\nConnection: close\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nHost: evil.example\r\nAuthorization: Bearer x\r\n\r\n"
            #expect(try await RawClient.send(port, trailers).statuses == [400])
            let upgrade = Self.me + "Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"
            #expect(try await RawClient.send(port, upgrade).statuses == [401])
        }
    }

    /// The parser stops at an upgrade that is not accepted, so the connection is closed.
    @Test func anUpgradeEndsTheConnection() async throws {
        try await TestServer.run { port async throws in
            let upgrade = Self.me + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
            let response = try await RawClient.send(port, upgrade)
            #expect(response.statuses == [401])
            #expect(response.text.lowercased().contains("\r\nconnection: close\r\n"))
        }
    }

    @Test func unknownMethodsGetTheResponseOfTheirPathHoweverTheyArrive() async throws {
        try await TestServer.run { port async throws in
            let foo = "FOO /rest/V1/customers/me HTTP/1.1\r\n\(Self.host)\r\n"
            #expect(try await RawClient.send(port, Self.me + "\r\n" + foo).statuses == [401, 405])
            let post =
                "POST /rest/V1/integration/admin/token HTTP/1.1\r\n\(Self.host)Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
            #expect(try await RawClient.send(port, post + foo).statuses == [400, 405])
        }
    }

    @Test func hostsOutsideTheListAreMisdirected() async throws {
        try await TestServer.run(hosts: ["gateway.example"]) { port async throws in
            #expect(try await RawClient.send(port, Self.me + "\r\n").statuses == [421])
            let named = "GET /rest/V1/customers/me HTTP/1.1\r\nHost: gateway.example\r\nConnection: close\r\n\r\n"
            #expect(try await RawClient.send(port, named).statuses == [401])
            #expect(try await RawClient.send(port, "GET /rest/V1/customers/me HTTP/1.0\r\n\r\n").statuses == [421])
        }
    }

    @Test func refusalsAreInTheProtocolOfTheirPath() async throws {
        try await TestServer.run { port async throws in
            let large = "Content-Length: 10000000\r\n\r\n"
            let soap = try await RawClient.send(port, "POST /soap?services=x HTTP/1.1\r\n\(Self.host)Content-Type: text/xml\r\n" + large)
            #expect(soap.text.contains("<faultcode>SOAP-ENV:Client</faultcode>"))
            let xml = try await RawClient.send(port, "POST /rest/V1/x HTTP/1.1\r\n\(Self.host)Accept: text/xml\r\n" + large)
            #expect(xml.text.contains("<response>"))
            let malformed = "Content-Length: +5\r\nContent-Type: text/xml\r\n\r\n"
            let broken = try await RawClient.send(port, "POST /soap?services=x HTTP/1.1\r\n\(Self.host)" + malformed)
            #expect(broken.statuses == [400])
            #expect(broken.text.contains("<SOAP-ENV:Envelope"))
            let own = try await RawClient.send(port, "POST /health/live HTTP/1.1\r\n\(Self.host)" + malformed)
            #expect(own.text.contains("application/problem+json"))
            let absolute = try await RawClient.send(port, "GET http://other.example/rest/V1/x HTTP/1.1\r\n\(Self.host)\r\n")
            #expect(absolute.text.contains("application/json"))
            // As far as the target can be parsed.
            for (line, form) in [
                ("GET /rest/V1/customers/caf\u{E9}", "application/json"), ("POST /soap/default?services=caf\u{E9}", "application/soap+xml"),
                ("G@T /soap/default", "application/soap+xml"), ("GET /health/\u{1}", "application/problem+json"),
            ] {
                let raw = try await RawClient.send(port, "\(line) HTTP/1.1\r\n\(Self.host)\r\n")
                #expect(raw.statuses == [400] && raw.closed && raw.text.contains("Content-Type: \(form)"), "\(line)")
            }
            let page = try await RawClient.send(port, "POST /health/live HTTP/1.1\r\n\(Self.host)" + large)
            #expect(page.text.contains("application/problem+json"))
        }
    }

    @Test func anIncompleteRequestIsRefusedAtItsDeadline() async throws {
        var limits = ListenerLimits()
        limits.headerTime = .seconds(1)
        limits.bodyTime = .seconds(1)
        limits.keepAlive = .seconds(4)
        try await TestServer.run(limits: limits) { port async throws in
            #expect(try await RawClient.send(port, "GET /rest/V1/customers/me HT").statuses == [408])
            let body = "POST /rest/V1/integration/admin/token HTTP/1.1\r\n\(Self.host)Content-Length: 20\r\n\r\n{"
            #expect(try await RawClient.send(port, body).statuses == [408])
            #expect(try await RawClient.send(port, "").statuses == [])
            #expect(try await RawClient.send(port, Self.me + "\r\nGET /rest/V1/customers/me HT").statuses == [401, 408])
            #expect(try await RawClient.send(port, Self.me + "\r\n").statuses == [401])
        }
    }
}
