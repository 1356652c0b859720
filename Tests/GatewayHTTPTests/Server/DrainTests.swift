import Foundation
import GatewayTestSupport
import NIOCore
import Testing

@testable import GatewayHTTP

/// The effect of a shutdown on existing connections.
@Suite(.timeLimit(.minutes(5))) struct DrainTests {
    private static let me = "GET /rest/V1/customers/me HTTP/1.1\r\nHost: a\r\n\r\n"

    private static func responses(_ text: String) -> [String] {
        Array(text.components(separatedBy: "HTTP/1.1 401").dropFirst())
    }

    private static func limits() -> ListenerLimits {
        var limits = ListenerLimits()
        // Longer than the next step of the test.
        limits.quiesceGracePeriod = .seconds(10)
        return limits
    }

    /// A request on its way to an idle connection is served, and its response says that it was the last.
    @Test func aRequestOnItsWayIsServedDuringShutdown() async throws {
        try await TestServer.running(limits: Self.limits()) { server async throws in
            let connection = try await RawConnection.open(server.port)
            try await connection.send(Self.me)
            try await connection.wait { text, _ in text.hasSuffix("}") }
            await server.stop()
            // Only the last response shows that the shutdown has reached the connection.
            var sent = 1
            var responses: [String] = []
            repeat {
                sent += 1
                let all = sent
                try await connection.send(Self.me)
                let text = try await connection.wait { text, _ in Self.responses(text).count == all && text.hasSuffix("}") }.text
                responses = Self.responses(text).map { $0.lowercased() }
            } while responses.last?.contains("connection: close") == false
            #expect(responses.count == sent)
            #expect(responses.dropLast().allSatisfy { !$0.contains("connection: close") })
            #expect(Self.responses(try await connection.untilClosed()).count == sent)
        }
    }

    @Test func theCurrentRequestIsServedAndTheLast() async throws {
        try await TestServer.running { server async throws in
            let connection = try await RawConnection.open(server.port)
            try await connection.send(
                "POST /rest/V1/integration/admin/token HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n"
                    + "Content-Length: 2\r\n\r\n")
            try await connection.wait { text, _ in text.contains("100 Continue") }
            // Its end shows that the shutdown has reached the connections.
            let witness = try await RawConnection.open(server.port)
            try await witness.send(Self.me)
            try await witness.wait { text, _ in text.hasSuffix("}") }
            await server.stop()
            _ = try await witness.untilClosed()
            try await connection.send("{}" + Self.me)
            let text = try await connection.untilClosed()
            #expect(text.components(separatedBy: "HTTP/1.1 400").count == 2)
            #expect(!text.contains("HTTP/1.1 401"))
        }
    }

    @Test func anIdleConnectionIsClosedSoon() async throws {
        var limits = ListenerLimits()
        limits.quiesceGracePeriod = .milliseconds(20)
        try await TestServer.running(limits: limits) { server async throws in
            let connection = try await RawConnection.open(server.port)
            try await connection.send(Self.me)
            try await connection.wait { text, _ in text.hasSuffix("}") }
            await server.stop()
            #expect(try await connection.untilClosed().components(separatedBy: "HTTP/1.1 ").count == 2)
        }
    }
}
