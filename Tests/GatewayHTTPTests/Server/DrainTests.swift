import Foundation
import GatewayTestSupport
import NIOCore
import Testing

@testable import GatewayHTTP

/// What a stop means for connections that exist.
@Suite(.timeLimit(.minutes(5))) struct DrainTests {
    private static let me = "GET /rest/V1/customers/me HTTP/1.1\r\nHost: a\r\n\r\n"

    private static func answers(_ text: String) -> [String] {
        Array(text.components(separatedBy: "HTTP/1.1 401").dropFirst())
    }

    private static func limits() -> ListenerLimits {
        var limits = ListenerLimits()
        // Longer than a test's next step may take.
        limits.quiesceGracePeriod = .seconds(10)
        return limits
    }

    /// A request that is on its way to a quiet connection is answered, and the client is told that it was the last.
    @Test func aRequestOnItsWayIsAnswered() async throws {
        try await TestServer.running(limits: Self.limits()) { server async throws in
            let connection = try await RawConnection.open(server.port)
            try await connection.send(Self.me)
            try await connection.wait { text, _ in text.hasSuffix("}") }
            await server.stop()
            // Nothing tells when the stop has reached the connection but the answer that is the last.
            var sent = 1
            var answers: [String] = []
            repeat {
                sent += 1
                let all = sent
                try await connection.send(Self.me)
                let text = try await connection.wait { text, _ in Self.answers(text).count == all && text.hasSuffix("}") }.text
                answers = Self.answers(text).map { $0.lowercased() }
            } while answers.last?.contains("connection: close") == false
            #expect(answers.count == sent)
            #expect(answers.dropLast().allSatisfy { !$0.contains("connection: close") })
            #expect(Self.answers(try await connection.untilClosed()).count == sent)
        }
    }

    @Test func aRequestUnderWayIsAnsweredAndTheLast() async throws {
        try await TestServer.running { server async throws in
            let connection = try await RawConnection.open(server.port)
            try await connection.send(
                "POST /rest/V1/integration/admin/token HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n"
                    + "Content-Length: 2\r\n\r\n")
            try await connection.wait { text, _ in text.contains("100 Continue") }
            // Its end tells that the stop has reached the connections.
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

    @Test func aQuietConnectionEndsSoon() async throws {
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
