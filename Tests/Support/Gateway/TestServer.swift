package import GatewayHTTP
import Logging
import ServiceLifecycle
import ServiceModel
import TokenCore
import TokenServices

/// Runs a server on a free loopback port for one test.
package enum TestServer {
    /// A running server.
    package struct Running: Sendable {
        package let port: Int
        package let test: TestGateway
        package let connections: ConnectionCap
        /// Starts the graceful shutdown.
        package let stop: @Sendable () async -> Void
    }

    package static func running<Result: Sendable>(
        hosts: [String] = [], proxies: TrustedProxies = TrustedProxies(), origins: AllowedOrigins = AllowedOrigins(),
        limits: ListenerLimits = ListenerLimits(), _ body: @Sendable @escaping (Running) async throws -> Result
    ) async throws -> Result {
        let test = try await TestGateway()
        defer { test.remove() }
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        let server = GatewayServer(
            options: .init(
                host: "127.0.0.1", port: 0, allowedHosts: hosts, version: "1.0", trustedProxies: proxies, allowedOrigins: origins),
            table: Services.table(core: test.core),
            core: test.core, texts: MessageTexts(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, limits: limits,
            baseURL: { PublicURL("http://127.0.0.1:\($0)") ?? .loopback }, onListening: { told.yield($0) })
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
    /// ``running(hosts:proxies:origins:limits:_:)`` for tests that inspect the core.
    package static func run<Result: Sendable>(
        hosts: [String] = [], proxies: TrustedProxies = TrustedProxies(), origins: AllowedOrigins = AllowedOrigins(),
        limits: ListenerLimits = ListenerLimits(),
        _ body: @Sendable @escaping (_ port: Int, _ test: TestGateway) async throws -> Result
    ) async throws -> Result {
        try await running(hosts: hosts, proxies: proxies, origins: origins, limits: limits) { server async throws in
            try await body(server.port, server.test)
        }
    }

    /// ``running(hosts:proxies:origins:limits:_:)`` for tests that inspect responses only.
    package static func run<Result: Sendable>(
        hosts: [String] = [], proxies: TrustedProxies = TrustedProxies(), origins: AllowedOrigins = AllowedOrigins(),
        limits: ListenerLimits = ListenerLimits(), _ body: @Sendable @escaping (_ port: Int) async throws -> Result
    ) async throws -> Result {
        try await run(hosts: hosts, proxies: proxies, origins: origins, limits: limits) { port, _ async throws in try await body(port) }
    }
}
