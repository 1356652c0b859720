import Foundation
import GatewayTestSupport
import Testing
import TokenCore

@testable import GatewayHTTP

/// The response of `/auth/verify` depends on the head alone (`gateway.md` §1).
@Suite(.timeLimit(.minutes(5))) struct VerifyListenerTests {
    private static func head(_ token: String, _ fields: String = "", line: String = "POST /auth/verify HTTP/1.1") -> String {
        "\(line)\r\nHost: a\r\nAuthorization: Bearer \(token)\r\n\(fields)\r\n"
    }

    private static func closes(_ response: String) -> Bool { response.contains("\r\nConnection: close\r\n") }

    @Test func theResponseHasContentLengthZero() async throws {
        try await TestServer.run { port, test async throws in
            let token = try await test.token(.admin, "ops")
            let connection = try await RawConnection.open(port)
            for line in [
                "GET /auth/verify HTTP/1.1", "HEAD /auth/verify/x HTTP/1.1", "OPTIONS /auth/verify HTTP/1.1", "TRACE /auth/verify HTTP/1.1",
            ] {
                try await connection.send(Self.head(token, "Content-Length: 0\r\n", line: line))
                let response = try await connection.response()
                #expect(response.hasPrefix("HTTP/1.1 200 ") && response.hasSuffix("\r\n\r\n") && !Self.closes(response), "\(line)")
                #expect(response.contains("\r\nContent-Length: 0\r\n") && response.contains("\r\nX-Token-User-Type: admin\r\n"))
            }
            await connection.close()
        }
    }

    /// Checks between requests that wait for the store, in one segment.
    @Test func pipelinedRequestsAroundACheckAreUnaffected() async throws {
        try await TestServer.run { port, test async throws in
            let token = try await test.token(.customer, "ann@example.test")
            let body = #"{"customerEmail":"free@example.test"}"#
            let post = "POST /rest/V1/customers/isEmailAvailable HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            let sized = post + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
            let check = Self.head(token, line: "GET /auth/verify HTTP/1.1")
            let last = "GET /rest/V1/customers/me HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            let response = try await RawClient.send(port, sized + check + sized + check + check + sized + last)
            #expect(response.statuses == [200, 200, 200, 200, 200, 200, 401])
            #expect(response.text.components(separatedBy: "\r\n\r\ntrueHTTP").count == 4)
        }
    }

    /// The body is neither awaited nor limited, nor parsed as another request.
    @Test(arguments: [
        ("Content-Length: 77\r\n", ""), ("Content-Length: 9000000\r\n", ""), ("Transfer-Encoding: chunked\r\n", ""),
        ("Transfer-Encoding: chunked\r\n", "zz\r\n"), ("Content-Length: 500000\r\n", String(repeating: "x", count: 300_000)),
        ("Content-Length: 30\r\n", "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n"), ("Expect: 100-continue\r\nContent-Length: 5\r\n", ""),
    ])
    func theBodyIsNotAwaited(_ fields: String, _ body: String) async throws {
        try await TestServer.run { port, test async throws in
            let token = try await test.token(.customer, "ann@example.test")
            for line in ["POST /auth/verify HTTP/1.1", "PUT /auth/verify/api?x=1 HTTP/1.1"] {
                let response = try await RawClient.send(port, Self.head(token, fields, line: line), body)
                #expect(response.statuses == [200])
                #expect(response.closed && Self.closes(response.text))
            }
            let refused = try await RawClient.send(port, Self.head("x", fields), body)
            #expect(refused.statuses == [401] && refused.closed && Self.closes(refused.text))
        }
    }

    @Test func headsOfForwardedRequestsAreAccepted() async throws {
        try await TestServer.run { port, test async throws in
            let token = try await test.token(.customer, "ann@example.test")
            let large = { "Cookie: a=\(String(repeating: "x", count: $0))\r\n" }
            let many = { String(repeating: "X-A: 1\r\n", count: $0) }
            let long = { "GET /auth/verify/\(String(repeating: "a", count: $0)) HTTP/1.1" }
            for (name, request, status) in [
                ("40 KB", Self.head(token, large(40_000)), 200), ("65,000", Self.head(token, large(65_000)), 200),
                ("66,000", Self.head(token, large(66_000)), 431), ("80,000", Self.head(token, large(80_000)), 431),
                ("198 fields more", Self.head(token, many(198)), 200), ("199 fields more", Self.head(token, many(199)), 431),
                ("thousands", Self.head(token, many(5000)), 431), ("a long target", Self.head(token, line: long(20_000)), 200),
                ("too long a target", Self.head(token, line: long(70_000)), 431),
                ("far too long a target", Self.head(token, line: long(200_000)), 431),
                ("another address", Self.head(token, large(17_000), line: "GET /auth/verifying HTTP/1.1"), 431),
                (
                    "another long address", Self.head(token, line: "GET /auth/verifying/\(String(repeating: "a", count: 20_000)) HTTP/1.1"),
                    414
                ),
            ] {
                let response = try await RawClient.send(port, request, responses: 1)
                #expect(response.statuses == [status], "\(name)")
                if status != 200 { #expect(response.text.contains("application/problem+json"), "\(name)") }
            }
        }
    }

    /// Includes methods that the parser does not know, however their heads are segmented.
    @Test func everyMethodIsACheck() async throws {
        try await TestServer.run { port, test async throws in
            let token = try await test.token(.customer, "ann@example.test")
            let whole = Self.head(token, line: "X-NEW /auth/verify/api HTTP/1.1")
            #expect(try await RawClient.send(port, whole).statuses == [200])
            #expect(try await RawClient.send(port, Self.head("x", line: "X-NEW /auth/verify HTTP/1.1")).statuses == [401])
            #expect(try await RawClient.send(port, Self.head(token, "Host: b\r\n", line: "X-NEW /auth/verify HTTP/1.1")).statuses == [400])
            let large = Self.head(token, "Cookie: \(String(repeating: "x", count: 40_000))\r\n", line: "X-NEW /auth/verify HTTP/1.1")
            #expect(try await RawClient.send(port, large).statuses == [200])
            let tooLarge = Self.head(token, "Cookie: \(String(repeating: "x", count: 80_000))\r\n", line: "X-NEW /auth/verify HTTP/1.1")
            #expect(try await RawClient.send(port, tooLarge).statuses == [431])
            let dripped = try await RawConnection.open(port)
            await dripped.drip(whole, every: .zero)
            #expect(try await dripped.untilClosed().hasPrefix("HTTP/1.1 200 "))
        }
    }
}
