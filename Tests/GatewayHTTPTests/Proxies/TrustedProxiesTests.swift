import GatewayTestSupport
import Logging
import NIOCore
import Testing
import TokenCore

@testable import GatewayHTTP

struct ForwardedForTests {
    private static func chain(_ texts: String...) throws -> [ForwardingHop] {
        try texts.map { $0 == "hidden" ? .hidden : .address(try #require(IPAddress($0))) }
    }

    @Test(arguments: [
        ("for=192.0.2.60;proto=http;by=203.0.113.43", ["192.0.2.60"]), ("For=\"[2001:db8:cafe::17]:4711\"", ["2001:db8:cafe::17"]),
        ("for=192.0.2.43, for=\"192.0.2.44:80\"", ["192.0.2.43", "192.0.2.44"]), ("for=unknown", ["hidden"]),
        ("for=_hidden, for=_SEVKISEK", ["hidden", "hidden"]), ("for=\"_gazonk:_port\"", ["hidden"]),
        ("proto=https, for=192.0.2.1", ["hidden", "192.0.2.1"]), (" , for=192.0.2.1 ,, ", ["192.0.2.1"]),
        ("for=192.0.2.1; proto=https ;", ["192.0.2.1"]), ("for=\"192.0.2\\.1\"", ["192.0.2.1"]),
        ("ext=\"a,for=1.1.1.1;\\\"\";for=192.0.2.9", ["192.0.2.9"]),
    ])
    func forwardedIsParsedByItsGrammar(_ field: String, _ hops: [String]) throws {
        let expected = try hops.map { try Self.chain($0)[0] }
        #expect(ForwardedFor.forwarded(field) == expected)
    }

    @Test(arguments: [
        "", "for", "for=", "for=not an address;;", "for=192.0.2.1:80", "for=2001:db8::1", "for=\"2001:db8::1\"", "for=[::1]",
        "for=192.0.2.1;for=192.0.2.2", "for=\"192.0.2.1", "for=192.0.2.1;;=x", "for=192.0.2.300", "for = 192.0.2.1", "proto=https",
        "for=\"192.0.2.1:123456\"", "for=\"192.0.2.1:\"", "for=\"[192.0.2.1]\"", "for=_", "for=name.example", "for=192.0.2.1 for=192.0.2.2",
    ])
    func aMalformedForwardedCountsAsAbsent(_ field: String) {
        #expect(ForwardedFor.forwarded(field) == nil)
    }

    @Test(arguments: [
        ("192.0.2.1", ["192.0.2.1"]), ("192.0.2.1,2001:db8::1 , [2001:db8::2]", ["192.0.2.1", "2001:db8::1", "2001:db8::2"]),
        ("192.0.2.1:5000, [::1]:80", ["192.0.2.1", "::1"]), ("unknown, 192.0.2.1", ["hidden", "192.0.2.1"]),
        (",192.0.2.1,,", ["192.0.2.1"]),
    ])
    func xForwardedForAcceptsTheFormsOfProxies(_ field: String, _ hops: [String]) throws {
        let expected = try hops.map { try Self.chain($0)[0] }
        #expect(ForwardedFor.xForwardedFor(field) == expected)
    }

    @Test(arguments: ["", ",", "x", "192.0.2.1 192.0.2.2", "192.0.2.1, evil", "[::1", "::1:80:x", "[::1]x"])
    func aMalformedXForwardedForCountsAsAbsent(_ field: String) {
        #expect(ForwardedFor.xForwardedFor(field) == nil)
    }
}

struct TrustedProxiesTests {
    private static let proxies = TrustedProxies(["127.0.0.1", "10.0.0.0/8", "2001:db8::/32"].compactMap(AddressBlock.init))

    struct Row: Sendable {
        let peer: String
        let fields: RequestFields
        let client: String
    }

    static let rows: [Row] = [
        Row(peer: "127.0.0.1", fields: [:], client: "127.0.0.1"),
        Row(peer: "127.0.0.1", fields: [.forwardedFor: "198.51.100.1"], client: "198.51.100.1"),
        Row(peer: "::ffff:127.0.0.1", fields: [.forwardedFor: "198.51.100.1"], client: "198.51.100.1"),
        Row(peer: "127.0.0.1", fields: [.forwardedFor: "203.0.113.1, 198.51.100.1"], client: "198.51.100.1"),
        Row(peer: "127.0.0.1", fields: [.forwardedFor: "203.0.113.1", .forwardedFor: "198.51.100.1, 10.1.1.1"], client: "198.51.100.1"),
        Row(peer: "127.0.0.1", fields: [.forwardedFor: "198.51.100.1, ::ffff:10.1.1.1, 2001:db8::5"], client: "198.51.100.1"),
        Row(peer: "127.0.0.1", fields: [.forwarded: "for=198.51.100.7", .forwardedFor: "198.51.100.1"], client: "198.51.100.7"),
        Row(peer: "127.0.0.1", fields: [.forwarded: "for=203.0.113.1", .forwarded: "for=\"[2001:DB9::1]:1\""], client: "2001:db9::1"),
        Row(peer: "127.0.0.1", fields: [.forwarded: "for=not an address;;", .forwardedFor: "198.51.100.13"], client: "198.51.100.13"),
        Row(peer: "127.0.0.1", fields: [.forwarded: "proto=https", .forwardedFor: "198.51.100.13"], client: "198.51.100.13"),
        Row(peer: "127.0.0.1", fields: [.forwarded: "for=198.51.100.7, for=unknown", .forwardedFor: "198.51.100.1"], client: "127.0.0.1"),
        Row(peer: "127.0.0.1", fields: [.forwardedFor: "198.51.100.1, unknown"], client: "127.0.0.1"),
        Row(peer: "127.0.0.1", fields: [.forwardedFor: "198.51.100.1, evil"], client: "127.0.0.1"),
        Row(peer: "127.0.0.1", fields: [.forwardedFor: "10.2.2.2, 127.0.0.1"], client: "127.0.0.1"),
        Row(peer: "192.0.2.5", fields: [.forwarded: "for=198.51.100.7", .forwardedFor: "198.51.100.1"], client: "192.0.2.5"),
        Row(peer: "::ffff:192.0.2.5", fields: [.forwardedFor: "198.51.100.1"], client: "192.0.2.5"),
        Row(peer: "unknown", fields: [.forwardedFor: "198.51.100.1"], client: "unknown"),
    ]

    @Test(arguments: rows)
    func theClientIsTheLastUntrustedEntry(_ row: Row) {
        #expect(Self.proxies.client(of: row.peer, row.fields) == row.client)
    }

    @Test func noProxyIsTrustedByDefault() {
        let fields: RequestFields = [.forwarded: "for=198.51.100.7", .forwardedFor: "198.51.100.1"]
        for peer in ["127.0.0.1", "::1"] { #expect(TrustedProxies().client(of: peer, fields) == peer) }
        #expect(TrustedProxies().client(of: "::ffff:192.0.2.1", fields) == "192.0.2.1")
    }
}

@Suite(.timeLimit(.minutes(2))) struct ProxiedServerTests {
    private static let loopback = TrustedProxies(["127.0.0.1"].compactMap(AddressBlock.init))

    private static func signIn(_ fields: String) -> String {
        let body = "{\"username\":\"nobody\",\"password\":\"wrong\"}"
        return "POST /rest/V1/integration/admin/token HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n\(fields)"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    @Test(arguments: [(true, "198.51.100.1"), (false, "127.0.0.1")])
    func theAuditTrailHasTheClientsAddress(_ isTrusted: Bool, _ address: String) async throws {
        try await TestServer.run(proxies: isTrusted ? Self.loopback : TrustedProxies()) { port, test in
            let response = try await RawClient.send(port, Self.signIn("X-Forwarded-For: 203.0.113.1, 198.51.100.1\r\n"), responses: 1)
            #expect(response.statuses == [401])
            let trail = try await test.core.database.read { try $0.auditTrail(limit: 10) }
            #expect(trail.first { $0.action == "signin" }?.address == address)
        }
    }

    @Test func theConnectionLimitPerAddressExemptsTrustedPeers() throws {
        var limits = ListenerLimits()
        limits.connections = 3
        limits.connectionsPerAddress = 1
        let cap = ConnectionCap(limits: limits, exempt: Self.loopback, logger: .init(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let (proxy, client) = (try SocketAddress(ipAddress: "127.0.0.1", port: 1), try SocketAddress(ipAddress: "192.0.2.1", port: 1))
        let slots = [proxy, proxy, client].map { cap.admit($0) }
        #expect(slots.allSatisfy { $0 != nil })
        #expect(cap.admit(client) == nil)
        #expect(cap.statistics.refusedForClient == 1)
        #expect(cap.admit(proxy) == nil, "the cap of all holds")
        #expect(cap.statistics.refused == 1)
        for slot in slots.compactMap(\.self) { cap.release(slot) }
        #expect(cap.statistics.open == 0)
        #expect(cap.admit(client) != nil)
    }
}
