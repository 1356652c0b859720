import GatewayTestSupport
import NIOHTTP1
import Testing
import TokenCore

@testable import GatewayHTTP

@Suite(.timeLimit(.minutes(5))) struct FieldTrimmingTests {
    private static func values(_ value: String) -> [String] {
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/", headers: ["X-A": value, "X-B": "b"])
        guard case .head(let trimmed) = HTTPServerRequestPart.head(head).trimmed else { return [] }
        return trimmed.headers.map(\.value)
    }

    /// Spaces and tabs around a value are not part of it (RFC 9110 §5.5); other white space is.
    @Test(arguments: [
        ("a", "a"), ("a ", "a"), ("\ta\t", "a"), (" \t a b \t ", "a b"), ("", ""), ("  ", ""), ("a\u{A0}", "a\u{A0}"), ("\u{B}a", "\u{B}a"),
    ])
    func onlyOptionalWhiteSpaceIsRemoved(_ sent: String, _ value: String) {
        #expect(Self.values(sent) == [value, "b"])
    }

    @Test func whiteSpaceIsRemovedBeforeFieldsAreInterpreted() async throws {
        try await TestServer.run { port, test async throws in
            let token = try await test.token(.customer, "ann@example.test")
            let (host, login) = ("Host: a", #"{"username":"ann@example.test","password":"\#(TestGateway.password)"}"#)
            let post = "POST /rest/V1/integration/customer/token HTTP/1.1\r\n\(host)\t\r\nContent-Type:\tapplication/json \r\n"
            for (name, request) in [
                ("bearer", "GET /rest/V1/customers/me HTTP/1.1\r\n\(host)\r\nAuthorization: Bearer \(token) \t\r\n\r\n"),
                ("length", post + "Content-Length: \(login.utf8.count) \r\n\r\n" + login),
                ("coding", post + "Transfer-Encoding: chunked \t\r\n\r\n\(String(login.utf8.count, radix: 16))\r\n\(login)\r\n0\r\n\r\n"),
                ("accept", "GET /rest/V1/customers/me HTTP/1.1\r\n\(host) \r\nAccept: */* \r\nAuthorization: Bearer \(token)\r\n\r\n"),
                ("connection", post + "Connection: close \r\nContent-Length: \(login.utf8.count)\r\n\r\n" + login),
            ] {
                let connection = try await RawConnection.open(port)
                try await connection.send(request)
                #expect(try await connection.response().hasPrefix("HTTP/1.1 200 "), "\(name)")
                await connection.close()
            }
            let expect = post + "Expect: 100-continue \r\nConnection: close\r\nContent-Length: \(login.utf8.count)\r\n\r\n"
            #expect(try await RawClient.send(port, expect, login).statuses == [100, 200])
        }
    }
}
