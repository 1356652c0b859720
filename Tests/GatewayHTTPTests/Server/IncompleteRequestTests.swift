import Foundation
import GatewayTestSupport
import HTTPTypes
import NIOCore
import ServiceModel
import Testing
import TokenCore

@testable import GatewayHTTP

/// A request that ends early is never handled, even if its body seems complete.
@Suite(.timeLimit(.minutes(5))) struct IncompleteRequestTests {
    private static let login = "{\"username\":\"ops\",\"password\":\"\(TestGateway.password)\"}"

    private static func head(_ path: String, _ fields: String) -> String {
        "POST /rest/V1/integration/\(path) HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n\(fields)\r\n"
    }

    private static func chunk(_ text: String) -> String {
        String(text.utf8.count, radix: 16) + "\r\n\(text)\r\n"
    }

    static let cut: [(String, [String], Bool, [Int])] = [
        ("length, hangs up", [head("admin/token", "Content-Length: 500\r\n") + login], true, [400]),
        ("chunks, hang up", [head("admin/token", "Transfer-Encoding: chunked\r\n") + chunk(login)], true, [400]),
        ("length, too late", [head("admin/token", "Content-Length: 500\r\n") + login], false, [408]),
        ("chunks, too late", [head("admin/token", "Transfer-Encoding: chunked\r\n") + chunk(login)], false, [408]),
        ("chunks, bad size", [head("admin/token", "Transfer-Encoding: chunked\r\n") + chunk(login), "zz\r\n"], false, [400]),
        (
            "chunks, too many",
            [head("admin/token", "Transfer-Encoding: chunked\r\n") + chunk(login), chunk(String(repeating: " ", count: 70_000))], false,
            [413]
        ),
    ]

    @Test func anIncompleteSignInIssuesNoToken() async throws {
        var limits = ListenerLimits()
        limits.bodyTime = .seconds(2)
        try await TestServer.run(limits: limits) { port, test async throws in
            for (name, parts, hangsUp, statuses) in Self.cut {
                let response =
                    parts.count == 1
                    ? try await RawClient.send(port, parts[0], hangsUp: hangsUp)
                    : try await RawClient.send(port, parts[0], parts[1], hangsUp: hangsUp)
                #expect(response.statuses == statuses, "\(name)")
            }
            // A complete request after them: anything they had started would have finished by now.
            let good = Self.head("admin/token", "Connection: close\r\nContent-Length: \(Self.login.utf8.count)\r\n") + Self.login
            #expect(try await RawClient.send(port, good).statuses == [200])
            #expect(try await test.core.administration(as: .localOperator).tokens(of: nil).tokens.count == 1)
            let signIns = try await test.core.database.read { try $0.auditTrail(limit: 100) }.filter { $0.action == "signin" }
            #expect(signIns.count == 1)
        }
    }

    @Test func anIncompleteRevocationRevokesNoToken() async throws {
        try await TestServer.run { port, test async throws in
            let bearer = try #require(try await test.bearer(.customer, "ann@example.test")[.authorization])
            let request = Self.head("customer/revoke-customer-token", "Authorization: \(bearer)\r\nContent-Length: 500\r\n")
            #expect(try await RawClient.send(port, request, hangsUp: true).statuses == [400])
            let me = "GET /rest/V1/customers/me HTTP/1.1\r\nHost: a\r\nAuthorization: \(bearer)\r\nConnection: close\r\n\r\n"
            #expect(try await RawClient.send(port, me).statuses == [200])
        }
    }
}
