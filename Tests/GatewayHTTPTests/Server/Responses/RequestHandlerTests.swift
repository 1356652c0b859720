import GatewayTestSupport
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOPosix
import ServiceModel
import Synchronization
import Testing
import TokenCore

@testable import GatewayHTTP

/// Where responders run, and how the end of input is handled.
@Suite(.timeLimit(.minutes(5))) struct RequestHandlerTests {
    private static func channel(_ response: @escaping RequestHandler.Responder) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handler: RequestHandler(nil, responder: response))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return channel
    }

    private static let head = HTTPServerRequestPart.head(.init(version: .http1_1, method: .POST, uri: "/a?b", headers: ["host": "h"]))

    private func statuses(_ channel: EmbeddedChannel) throws -> [Int] {
        var found: [Int] = []
        while let part = try channel.readOutbound(as: HTTPServerResponsePart.self) {
            if case .head(let head) = part { found.append(Int(head.status.code)) }
        }
        return found
    }

    @Test func aResponderThatDoesNotSuspendRespondsDuringTheRead() throws {
        let channel = try Self.channel { request in
            GatewayResponse(status: request.body == [1, 2, 3] && request.path == "/a" && request.query == "b" ? 200 : 500)
        }
        try channel.writeInbound(Self.head)
        try channel.writeInbound(HTTPServerRequestPart.body(ByteBuffer(bytes: [1, 2])))
        try channel.writeInbound(HTTPServerRequestPart.body(ByteBuffer(bytes: [3])))
        #expect(try statuses(channel) == [])
        try channel.writeInbound(HTTPServerRequestPart.end(nil))
        #expect(try statuses(channel) == [200])
    }

    @Test func anIncompleteRequestIsNeverHandled() throws {
        let calls = Mutex(0)
        let channel = try Self.channel { _ in
            calls.withLock { $0 += 1 }
            return GatewayResponse(status: 200)
        }
        try channel.writeInbound(Self.head)
        try channel.writeInbound(HTTPServerRequestPart.body(ByteBuffer(bytes: [1])))
        channel.pipeline.fireErrorCaught(IncompleteRequest())
        try channel.writeInbound(HTTPServerRequestPart.end(nil))
        #expect(calls.withLock { $0 } == 0)
        #expect(try statuses(channel) == [])
    }

    /// Runs a server and reports the threads of its responders.
    private func ranOnLoop(bodyBytes: Int, _ wait: @escaping @Sendable () async -> Void = {}) async throws -> Bool {
        let onLoop = Mutex<Bool?>(nil)
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(
                        RequestHandler(nil) { _ in
                            await wait()
                            onLoop.withLock { $0 = MultiThreadedEventLoopGroup.currentEventLoop != nil }
                            return GatewayResponse(status: 200)
                        })
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let body = String(repeating: "x", count: bodyBytes)
        let response = try await RawClient.send(
            server.localAddress?.port ?? 0, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: \(bodyBytes)\r\n\r\n\(body)", responses: 1)
        #expect(response.text.hasPrefix("HTTP/1.1 200 "))
        try await server.close()
        return onLoop.withLock { $0 } ?? false
    }

    @Test func respondersStayOnTheLoopUntilTheySuspend() async throws {
        #expect(try await ranOnLoop(bodyBytes: 0))
        #expect(try await ranOnLoop(bodyBytes: 16 * 1024))
        #expect(try await !ranOnLoop(bodyBytes: 16 * 1024 + 1))
        #expect(try await !ranOnLoop(bodyBytes: 0) { await Task.yield() })
    }

    @Test func theStoreIsNeverReadOnAnEventLoop() async throws {
        let test = try await TestGateway()
        defer { test.remove() }
        let database = test.core.database
        let read = Mutex<Bool?>(nil)
        let ended = try await ranOnLoop(bodyBytes: 0) {
            let onLoop = try? await database.read { _ in MultiThreadedEventLoopGroup.currentEventLoop != nil }
            read.withLock { $0 = onLoop }
        }
        #expect(read.withLock { $0 } == false)
        #expect(!ended)
    }

    /// A client that sends requests and never reads.
    @Test func responsesDoNotPileUpForAClientThatNeverReads() throws {
        let calls = Mutex(0)
        let channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.addHandler(
            RequestGuard(limits: ListenerLimits(), recorder: RequestHeadRecorder()) { _, _, fault in
                GatewayResponse(status: fault.kind.httpStatus)
            })
        try channel.pipeline.syncOperations.addHandler(
            RequestHandler(nil) { _ in
                calls.withLock { $0 += 1 }
                return GatewayResponse(status: 200)
            })
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        func ask() throws {
            try channel.writeInbound(Self.head)
            try channel.writeInbound(HTTPServerRequestPart.end(nil))
        }
        try ask()
        channel.isWritable = false
        for _ in 0..<5 { try ask() }
        #expect(calls.withLock { $0 } == 1)
        channel.isWritable = true
        channel.pipeline.fireChannelWritabilityChanged()
        #expect(calls.withLock { $0 } == 6)
    }

    /// The head may contain a password.
    @Test func aHandledRequestIsReleased() throws {
        let (channel, recorder) = (EmbeddedChannel(), RequestHeadRecorder())
        let pipeline = channel.pipeline.syncOperations
        let requestGuard = RequestGuard(limits: ListenerLimits(), recorder: recorder) { _, _, _ in GatewayResponse(status: 500) }
        let seen = Mutex<Bool?>(nil)
        let look = { seen.withLock { $0 = recorder.bytes != nil } }
        try pipeline.addHandler(recorder)
        try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: false, withErrorHandling: false)
        try pipeline.addHandler(requestGuard)
        try pipeline.addHandler(Look(look))
        try pipeline.addHandler(RequestHandler(requestGuard) { _ in GatewayResponse(status: 200) })
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        try channel.writeInbound(ByteBuffer(string: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab"))
        #expect(try channel.readOutbound(as: ByteBuffer.self).map { String(buffer: $0).hasPrefix("HTTP/1.1 200 ") } == true)
        #expect(seen.withLock { $0 } == false)
        #expect(recorder.bytes == nil)
    }

    /// Calls a closure at the end of each request.
    private final class Look: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        let look: () -> Void

        init(_ look: @escaping () -> Void) { self.look = look }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            if case .end = unwrapInboundIn(data) { look() }
            context.fireChannelRead(data)
        }
    }
}
