import NIOCore
import NIOPosix
import ServiceModel
import Synchronization
import Testing

@testable import HTTPExchange

/// Transfers from misbehaving servers, over real sockets.
@Suite(.timeLimit(.minutes(1))) struct HTTPClientTests {
    private func send(
        to server: RawServer, timeout: Duration = .seconds(3600), largestBody: Int? = 1000
    ) async -> Result<HTTPResponse, HTTPFailure> {
        let request = HTTPRequest(
            url: "http://127.0.0.1:\(server.port)/path?key=s3cret", headers: [("X-Key", Secret("s3cret"))], body: .bytes(Secret("s3cret")),
            timeout: timeout, largestBody: largestBody)
        do throws(HTTPFailure) {
            return .success(try await HTTPClient().send(request))
        } catch {
            return .failure(error)
        }
    }

    /// The response never ends; only the deadline of the transfer ends it.
    @Test func aDrippedBodyEndsAtTheDeadline() async throws {
        let server = try await RawServer(head: "HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n", drips: true)
        guard case .failure(let failure) = await send(to: server, timeout: .milliseconds(300), largestBody: 1_000_000_000) else {
            Issue.record("accepted")
            return
        }
        #expect(failure.isLate)
        try await server.stop()
    }

    @Test func aDrippedHeadEndsAtTheDeadline() async throws {
        let server = try await RawServer(head: "HTTP/1.1 200 OK\r\nX-Long: ", drips: true)
        guard case .failure(let failure) = await send(to: server, timeout: .milliseconds(300)) else {
            Issue.record("accepted")
            return
        }
        #expect(failure.isLate && !failure.description.contains("s3cret"))
        try await server.stop()
    }

    @Test func withoutABodyLimitTheTransferEndsAfterTheHead() async throws {
        let server = try await RawServer(
            head: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 Accepted\r\nContent-Length: 100000000\r\n\r\n", drips: true)
        let response = try await send(to: server, largestBody: nil).get()
        #expect(response.status == 202 && response.body.isEmpty)
        try await server.stop()
    }

    @Test func aBodyAboveTheLimitIsRefused() async throws {
        let server = try await RawServer(head: "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" + String(repeating: "x", count: 1001))
        guard case .failure(let failure) = await send(to: server) else {
            Issue.record("accepted")
            return
        }
        #expect(failure.description == "the response is too long" && !failure.isLate)
        try await server.stop()
    }

    @Test func aBodyAtTheLimitIsRead() async throws {
        let server = try await RawServer(head: "HTTP/1.1 404 No\r\nContent-Length: 1000\r\n\r\n" + String(repeating: "x", count: 1000))
        let response = try await send(to: server).get()
        #expect(response.status == 404 && response.body == Array(repeating: UInt8(ascii: "x"), count: 1000))
        try await server.stop()
    }

    @Test func headersOfTheFinalResponseAreReturned() async throws {
        let server = try await RawServer(
            head: "HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\nHTTP/1.1 200 OK\r\nX-One:  a b \r\nx-one: c\r\nContent-Length: 0\r\n\r\n")
        let response = try await send(to: server).get()
        #expect(response.headers.map(\.name) == ["X-One", "x-one", "Content-Length"])
        #expect(response.header("X-ONE") == "a b" && response.header("X-Interim") == nil)
        try await server.stop()
    }

    @Test func cancellingTheTaskEndsTheTransfer() async throws {
        let server = try await RawServer(head: "HTTP/1.1 200 OK\r\n")
        let task = Task { await send(to: server) }
        await server.firstRequest()
        task.cancel()
        guard case .failure(let failure) = await task.value else {
            Issue.record("accepted")
            return
        }
        #expect(failure.description == "the request was given up")
        try await server.stop()
    }

    @Test func concurrentTransfersShareAClient() async throws {
        let server = try await RawServer(head: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        let client = HTTPClient()
        let statuses = await withTaskGroup(of: Int?.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    let request = HTTPRequest(
                        url: "http://127.0.0.1:\(server.port)/", headers: [], body: .none, timeout: .seconds(30), largestBody: 10)
                    return try? await client.send(request).status
                }
            }
            return await group.reduce(into: [Int?]()) { $0.append($1) }
        }
        #expect(statuses == Array(repeating: 200, count: 50))
        try await server.stop()
    }
}

/// Sends the same bytes to every client that has sent something, and if it drips, another byte every few milliseconds.
private final class RawServer: Sendable {
    let port: Int
    private let channel: any Channel
    private let requests: AsyncStream<Void>

    init(head: String, drips: Bool = false) async throws {
        let (requests, continuation) = AsyncStream.makeStream(of: Void.self)
        self.requests = requests
        channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.backlog, value: 256)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Handler(head: head, drips: drips) { continuation.yield() })
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    func firstRequest() async { for await _ in requests { return } }

    func stop() async throws { try await channel.close() }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer
        private let head: String
        private let drips: Bool
        private let onRequest: @Sendable () -> Void
        private var hasBegun = false

        init(head: String, drips: Bool, onRequest: @escaping @Sendable () -> Void) {
            self.head = head
            self.drips = drips
            self.onRequest = onRequest
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard !hasBegun else { return }
            hasBegun = true
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: head)), promise: nil)
            onRequest()
            guard drips else { return }
            let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
            context.eventLoop.scheduleRepeatedTask(initialDelay: .milliseconds(5), delay: .milliseconds(5)) { task in
                guard bound.value.channel.isActive else { return task.cancel() }
                bound.value.writeAndFlush(NIOAny(ByteBuffer(string: "x")), promise: nil)
            }
        }
    }
}
