import Foundation
import Logging
import NIOCore
import NIOPosix
import SQLStore
import ServiceLifecycle
import ServiceModel
import TokenCore
import TokenServices

@testable import GatewayHTTP

/// A real server on a free loopback port for the length of a test.
enum TestServer {
    /// What a test sees of the server.
    struct Running: Sendable {
        let port: Int
        let test: TestDispatcher
        let connections: ConnectionCap
        /// Begins the end in good order.
        let stop: @Sendable () async -> Void
    }

    static func running<Result: Sendable>(
        hosts: [String] = [], proxies: TrustedProxies = TrustedProxies(), origins: AllowedOrigins = AllowedOrigins(),
        limits: ListenerLimits = ListenerLimits(), _ body: @Sendable @escaping (Running) async throws -> Result
    ) async throws -> Result {
        let test = try await TestDispatcher()
        defer { test.remove() }
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        let server = GatewayServer(
            options: .init(
                host: "127.0.0.1", port: 0, allowedHosts: hosts, version: "1.0", trustedProxies: proxies, allowedOrigins: origins),
            table: Services.table(core: test.core),
            core: test.core, texts: MessageTexts(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, limits: limits,
            address: { ServiceAddress("http://127.0.0.1:\($0)") ?? .loopback }, onListening: { told.yield($0) })
        let group = ServiceGroup(
            configuration: .init(services: [server], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var port = 0
            for await listening in ports {
                port = listening
                break
            }
            let result: Result
            do {
                result = try await body(
                    Running(
                        port: port, test: test, connections: server.connections,
                        stop: { await group.triggerGracefulShutdown() }))
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return result
        }
    }
}

extension TestServer {
    /// ``running(hosts:proxies:origins:limits:_:)`` for tests that look at what came of it.
    static func run<Result: Sendable>(
        hosts: [String] = [], proxies: TrustedProxies = TrustedProxies(), origins: AllowedOrigins = AllowedOrigins(),
        limits: ListenerLimits = ListenerLimits(),
        _ body: @Sendable @escaping (_ port: Int, _ test: TestDispatcher) async throws -> Result
    ) async throws -> Result {
        try await running(hosts: hosts, proxies: proxies, origins: origins, limits: limits) { server async throws in
            try await body(server.port, server.test)
        }
    }

    /// ``running(hosts:proxies:origins:limits:_:)`` for tests that look at answers alone.
    static func run<Result: Sendable>(
        hosts: [String] = [], proxies: TrustedProxies = TrustedProxies(), origins: AllowedOrigins = AllowedOrigins(),
        limits: ListenerLimits = ListenerLimits(), _ body: @Sendable @escaping (_ port: Int) async throws -> Result
    ) async throws -> Result {
        try await run(hosts: hosts, proxies: proxies, origins: origins, limits: limits) { port, _ async throws in try await body(port) }
    }
}

/// What came back on a connection, and whether the server closed it.
struct RawAnswer: Sendable {
    let text: String
    let closed: Bool

    var statuses: [Int] {
        text.components(separatedBy: "HTTP/1.1 ").dropFirst().compactMap { Int($0.prefix(3)) }
    }
}

/// Sends bytes as they are and reads until the server closes or enough answers have come.
enum RawClient {
    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        var received = ByteBuffer()
        let done: EventLoopPromise<RawAnswer>
        let answers: Int

        init(_ done: EventLoopPromise<RawAnswer>, answers: Int) {
            self.done = done
            self.answers = answers
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            received.writeImmutableBuffer(unwrapInboundIn(data))
            let text = String(buffer: received)
            let count = text.components(separatedBy: "HTTP/1.1 ").count - 1
            if answers > 0, count >= answers, text.hasSuffix("}") || text.hasSuffix("\r\n\r\n") {
                done.succeed(RawAnswer(text: text, closed: false))
            }
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if let event = event as? ChannelEvent, event == .inputClosed { finish() }
        }

        func channelInactive(context: ChannelHandlerContext) { finish() }
        func errorCaught(context: ChannelHandlerContext, error: any Error) { finish() }
        private func finish() { done.succeed(RawAnswer(text: String(buffer: received), closed: true)) }
    }

    /// - Parameters:
    ///   - answers: how many to wait for; 0 waits for the end of the connection.
    ///   - hangsUp: ends its own side after the last part.
    static func send(_ port: Int, _ parts: String..., answers: Int = 0, hangsUp: Bool = false) async throws -> RawAnswer {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let done = loop.makePromise(of: RawAnswer.self)
        let channel = try await ClientBootstrap(group: loop)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Collector(done, answers: answers)) }
            }
            .connect(host: "127.0.0.1", port: port).get()
        for part in parts { try? await channel.writeAndFlush(ByteBuffer(string: part)) }
        if hangsUp { try? await channel.close(mode: .output) }
        // A hang is a failure, not a hung test.
        let queueTimeout = loop.scheduleTask(in: .seconds(20)) { done.fail(ChannelError.connectTimeout(.seconds(20))) }
        defer { queueTimeout.cancel() }
        let answer = try await done.futureResult.get()
        try? await channel.close()
        return answer
    }
}
