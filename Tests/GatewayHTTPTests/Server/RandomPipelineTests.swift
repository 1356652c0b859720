import Foundation
import GatewayTestSupport
import Logging
import NIOCore
import NIOEmbedded
import NIOHTTP1
import ServiceModel
import Testing
import TokenCore

@testable import GatewayHTTP

/// Each request gets the response that it gets alone, whatever precedes it on the connection and however its bytes are segmented.
struct RandomPipelineTests {
    private static let post = "POST /rest/V1/customers/isEmailAvailable HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    private static let free = #"{"customerEmail":"free@example.test"}"#
    private static let spaces = String(repeating: " ", count: 20_000)
    private static let long = String(repeating: "a", count: 7_000)
    /// `<customer>` and `<admin>` are replaced by tokens. The last four close the connection.
    static let table: [String] = [
        "GET /rest/V1/customers/me HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer <customer>\r\n\r\n",
        "GET /rest/V1/customers/me HTTP/1.1\r\nHost: a\r\n\r\n",
        "HEAD /rest/V1/customers/me HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer <customer>\t\r\n\r\n",
        "GET /auth/verify?resource=Magento_Customer::customer HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer <admin>\r\n\r\n",
        "GET /auth/verify?resource=Magento_Customer::customer HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer <customer> \r\n\r\n",
        "POST /auth/verify/api?x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nAuthorization: Bearer <customer>\r\n\r\n",
        "GET /auth/verify HTTP/1.1\r\nHost: a\r\nX-Large: \(long)\(long)\(long)\r\nAuthorization: Bearer <customer>\r\n\r\n",
        "GET /soap/default?wsdl&services=integrationAdminTokenServiceV1 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /health/live?\(long) HTTP/1.1\r\nHost: a\r\nX-A: \(long)\r\nX-B: \(long)\r\n\r\n",
        "\r\n\r\n\r\nGET /health/live HTTP/1.1\r\nHost: a\r\n\r\n",
        post + "Content-Length: 37 \r\n\r\n" + free,
        post + "Content-Length: \(20_000 + 37)\r\n\r\n" + spaces + free,
        post + "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n25\r\n\(free)\r\n0\r\n\r\n",
        post + "Transfer-Encoding: chunked\r\n\r\n8;a=b\r\n\r\n\r\n\n\n\r\n\r\n25\r\n\(free)\r\n0\r\nX-T: GET / HTTP/1.1\r\n\r\n",
        post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        "GET /rest/V1/customers/me HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "X-NEW /auth/verify/api HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer <customer>\r\n\r\n",
        "POST /auth/verify HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer <customer>\r\nContent-Length: 5\r\n\r\nGET /",
        "GET /rest/V1/customers/me HTTP/1.1\r\nHost : a\r\n\r\n",
    ]
    private static let closing = table.count - 4

    /// The bytes written until the connection ends, without the fields that differ in each response.
    private static func responses(_ segments: [String], _ test: TestGateway) async throws -> String {
        let channel = NIOAsyncTestingChannel()
        let http1 = GuardedHTTP1Channel(
            limits: ListenerLimits(), ignoresBody: test.dispatcher.verifyPath.matches, responder: { await test.dispatcher.respond(to: $0) },
            refusalResponder: { head, _, fault in
                let fields = RequestFields(head?.headers ?? [:])
                var ids = RequestIDs()
                return test.dispatcher.refuse(
                    GatewayRequest(
                        method: head?.method.rawValue ?? "-", target: head?.uri ?? "/rest", headers: fields,
                        origin: Origin(address: "192.0.2.7", requestID: ids.id(sent: fields[.requestID]))), fault)
            })
        let set = try await channel.testingEventLoop.executeInContext {
            http1.setup(channel: channel, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        }
        let connection = try await set.get()
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1))
        for segment in segments where channel.isActive { try await channel.writeInbound(ByteBuffer(string: segment)) }
        var received = ByteBuffer()
        while let bytes = try? await channel.waitForOutboundWrite(as: ByteBuffer.self) { received.writeImmutableBuffer(bytes) }
        withExtendedLifetime(connection) {}
        return String(buffer: received).replacing(/(Date|X-Request-Id): [^\r]*/.ignoresCase(), with: "")
    }

    private static func cut(_ text: String, _ random: inout some RandomNumberGenerator) -> [String] {
        let bytes = Array(text.utf8)
        let places = (0..<Int.random(in: 0...12, using: &random)).map { _ in Int.random(in: 0...bytes.count, using: &random) }.sorted()
        return zip([0] + places, places + [bytes.count]).map { String(decoding: bytes[$0..<$1], as: UTF8.self) }.filter { !$0.isEmpty }
    }

    /// `TOKEN_GATEWAY_TEST_PIPELINES` sets the number of sequences, `TOKEN_GATEWAY_TEST_SEED` the seed.
    @Test(.timeLimit(.minutes(10)))
    func eachRequestGetsTheResponseThatItGetsAlone() async throws {
        let environment = ProcessInfo.processInfo.environment
        let runs = environment["TOKEN_GATEWAY_TEST_PIPELINES"].flatMap(Int.init) ?? 150
        let seed = environment["TOKEN_GATEWAY_TEST_SEED"].flatMap(UInt64.init) ?? .random(in: .min ... .max)
        var random = SeededGenerator(state: seed)
        let test = try await TestGateway()
        defer { test.remove() }
        let (customer, admin) = (try await test.token(.customer, "ann@example.test"), try await test.token(.admin, "ops"))
        let requests = Self.table.map { $0.replacing("<customer>", with: customer).replacing("<admin>", with: admin) }
        let last = Self.closing
        var alone: [String] = []
        for (number, request) in requests.enumerated() {
            // The connection is closed by a request of its own, so that the other responses do not depend on it.
            let response = try await Self.responses(number < last ? [request, requests[last]] : [request], test)
            alone.append(number < last ? String(response.dropLast(try await Self.responses([requests[last]], test).count)) : response)
        }
        try #require(Set(alone).count > 10, "the responses distinguish the requests")
        for run in 0..<runs {
            let chosen = (0..<Int.random(in: 1...8, using: &random)).map { _ in Int.random(in: requests.indices, using: &random) } + [last]
            let end = chosen.firstIndex { $0 >= last } ?? chosen.endIndex - 1
            let segments = Self.cut(chosen.map { requests[$0] }.joined(), &random)
            let found = try await Self.responses(segments, test)
            let expected = chosen[...end].map { alone[$0] }.joined()
            #expect(
                found == expected,
                "seed \(seed), sequence \(run): requests \(chosen), segments \(segments.map(\.utf8.count))")
            guard found == expected else { return }
        }
    }

    /// SplitMix64.
    private struct SeededGenerator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
