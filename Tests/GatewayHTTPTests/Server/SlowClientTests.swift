import Foundation
import GatewayTestSupport
import NIOCore
import Testing

@testable import GatewayHTTP

/// Rows B24 to B29 of the bad-input catalogue over raw sockets, with shorter times and lower limits.
@Suite(.timeLimit(.minutes(5))) struct SlowClientTests {
    private static let live = "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n"
    private static let me = "GET /rest/V1/customers/me HTTP/1.1\r\nHost: a\r\n\r\n"

    private static func limits(_ change: (inout ListenerLimits) -> Void) -> ListenerLimits {
        var limits = ListenerLimits()
        change(&limits)
        return limits
    }

    private static func status(_ text: String) -> String { String(text.dropFirst("HTTP/1.1 ".count).prefix(3)) }

    /// B24, B25: each byte is in time, and the complete request is too late.
    @Test func drippedRequestsAreRefusedAtTheDeadline() async throws {
        let limits = Self.limits {
            $0.headerTime = .milliseconds(300)
            $0.bodyTime = .milliseconds(300)
        }
        try await TestServer.running(limits: limits) { server async throws in
            let body =
                "POST /rest/V1/integration/admin/token HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n"
            for (name, whole, dripped) in [("head", "", Self.me + Self.me + Self.me), ("body", body, String(repeating: " ", count: 500))] {
                let connection = try await RawConnection.open(server.port)
                if !whole.isEmpty { try await connection.send(whole) }
                async let dripping: Void = connection.drip(dripped, every: .milliseconds(20))
                let text = try await connection.untilClosed()
                #expect(Self.status(text) == "408", "\(name)")
                await dripping
            }
        }
    }

    /// The deadline of a head starts with its first byte, not with the previous response.
    @Test func anIdleConnectionHasMoreTimeThanAHead() async throws {
        let limits = Self.limits { $0.headerTime = .milliseconds(300) }
        try await TestServer.running(limits: limits) { server async throws in
            let quiet = try await RawConnection.open(server.port)
            for request in [Self.me, Self.live] {
                try await quiet.send(request)
                _ = try await quiet.response()
                let slow = try await RawConnection.open(server.port)
                try await slow.send("GET /")
                #expect(Self.status(try await slow.untilClosed()) == "408")
            }
            try await quiet.send(Self.live)
            #expect(Self.status(try await quiet.response()) == "200")
            await quiet.close()
        }
    }

    /// Line ends before a request do not belong to it.
    @Test func lineEndsDoNotStartTheHeadDeadline() async throws {
        let limits = Self.limits { $0.headerTime = .milliseconds(300) }
        try await TestServer.running(limits: limits) { server async throws in
            let quiet = try await RawConnection.open(server.port)
            for end in ["\r\n", "\r\n\r\n\r\n", "\n", "\r"] {
                try await quiet.send(end)
                let slow = try await RawConnection.open(server.port)
                try await slow.send("GET /")
                #expect(Self.status(try await slow.untilClosed()) == "408")
                try await quiet.send(Self.live + end)
                #expect(Self.status(try await quiet.response()) == "200")
            }
            await quiet.close()
        }
    }

    /// Whatever precedes it, and however its first bytes are segmented.
    @Test func aPipelinedHeadHasTheHeadDeadline() async throws {
        // Long enough for the segments of the first request on a busy machine.
        let limits = Self.limits { $0.headerTime = .seconds(2) }
        try await TestServer.running(limits: limits) { server async throws in
            for (name, segments) in PlantedResponseTests.ways {
                let connection = try await RawConnection.open(server.port)
                for segment in segments.dropLast() { try await connection.send(segment) }
                try await connection.send((segments.last ?? "") + "GET /")
                _ = try await connection.response()
                #expect(Self.status(try await connection.untilClosed()) == "408", "\(name)")
            }
        }
    }

    /// B26: a client that reads no responses loses the connection and the pending responses.
    @Test func aClientThatNeverReadsIsClosed() async throws {
        let limits = Self.limits { $0.responseTime = .seconds(2) }
        try await TestServer.running(limits: limits) { server async throws in
            let connection = try await RawConnection.open(server.port, reads: false)
            let get = "GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n"
            // More responses than the buffers of both sides hold; the last requests may not be read.
            try? await connection.send(String(repeating: get, count: 1000))
            try await Self.wait { server.connections.statistics.open == 0 }
            await connection.close()
            #expect(try await RawClient.send(server.port, Self.me, responses: 1).statuses == [401])
        }
    }

    /// B27: chunks count by their content.
    @Test func theBodyLimitAppliesToManySmallChunks() async throws {
        try await TestServer.run { port async throws in
            let head = "POST /rest/V1/integration/admin/token HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            let response = try await RawClient.send(port, head + String(repeating: "1\r\nx\r\n", count: 70_000))
            #expect(response.statuses == [413])
            #expect(response.closed)
        }
    }

    /// B13: at most the limit is read of a body whose declared length is too large.
    @Test func aLargeBodyIsNotRead() async throws {
        try await TestServer.run { port async throws in
            let connection = try await RawConnection.open(port)
            try await connection.send("POST /rest/V1/x HTTP/1.1\r\nHost: a\r\nContent-Length: 60000000\r\n\r\n")
            var sent = 0
            while sent < 60_000_000, (try? await connection.send(String(repeating: "x", count: 1_000_000))) != nil { sent += 1_000_000 }
            // The buffers of the sockets limit what can be sent.
            #expect(sent < 30_000_000)
            #expect(Self.status(try await connection.untilClosed()) == "413")
        }
    }

    /// B28: the connections of one client are limited; closing one makes room.
    @Test func connectionsAboveTheLimitAreClosedUnread() async throws {
        let limits = Self.limits { $0.connectionsPerAddress = 20 }
        try await TestServer.running(limits: limits) { server async throws in
            var idle: [RawConnection] = []
            for _ in 0..<20 { idle.append(try await RawConnection.open(server.port)) }
            try await Self.wait { server.connections.statistics.open == 20 }
            for _ in 0..<30 {
                let refused = try await RawConnection.open(server.port)
                try? await refused.send(Self.me)
                #expect(try await refused.untilClosed() == "")
            }
            #expect(server.connections.statistics.refusedForClient == 30)
            for connection in idle { await connection.close() }
            try await Self.wait { server.connections.statistics.open == 0 }
            #expect(try await RawClient.send(server.port, Self.me, responses: 1).statuses == [401])
        }
    }

    /// B29: resets right after a request.
    @Test func resetConnectionsAreReleased() async throws {
        try await TestServer.running { server async throws in
            for _ in 0..<300 {
                let connection = try await RawConnection.open(server.port)
                try? await connection.send(Self.me)
                await connection.reset()
            }
            try await Self.wait { server.connections.statistics.open == 0 }
            #expect(try await RawClient.send(server.port, Self.me, responses: 1).statuses == [401])
        }
    }

    /// F28, reduced: slow clients at their deadline do not delay others.
    @Test func slowClientsDoNotAffectOthers() async throws {
        // They stay connected for as long as the others need, however busy the machine is.
        try await TestServer.running(limits: Self.limits { $0.headerTime = .minutes(5) }) { server async throws in
            var slow: [RawConnection] = []
            for _ in 0..<200 {
                let connection = try await RawConnection.open(server.port)
                try await connection.send("GET /rest/V1/cust")
                slow.append(connection)
            }
            for _ in 0..<50 { #expect(try await RawClient.send(server.port, Self.me, responses: 1).statuses == [401]) }
            #expect(server.connections.statistics.open >= 200)
            for connection in slow { await connection.close() }
        }
    }

    private static func wait(until holds: @Sendable () -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(20)
        while !holds() {
            try #require(.now < end, "it did not happen")
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
