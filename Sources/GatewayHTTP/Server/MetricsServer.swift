import HTTPTypes
import HummingbirdCore
package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import ServiceModel

/// `/metrics` on a listener of its own, behind the same guard as the gateway.
package struct MetricsServer: Service {
    private let server: any Service
    private let address: String

    /// - Parameters:
    ///   - contentType: the media type of the text.
    ///   - text: makes the body of a response.
    ///   - onListening: called with the port when requests are accepted.
    package init(
        host: String, port: Int, contentType: String, logger: Logger, text: @escaping @Sendable () async -> String,
        onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        address = "\(host):\(port)"
        var quiet = logger
        // The library logs an error when another service of the process fails and cancels this one.
        quiet.logLevel = .critical
        var limits = ListenerLimits()
        limits.connections = 32
        limits.connectionsPerAddress = 32
        let page = Page(contentType: contentType, text: text)
        server = CappedChannel(
            base: GuardedHTTP1Channel(
                limits: limits, responder: { await page.respond(to: $0) },
                refusalResponder: { _, _, fault in GatewayResponse(status: fault.kind.httpStatus) }),
            cap: ConnectionCap(limits: limits, logger: logger)
        ).server(
            configuration: ServerConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: quiet)
    }

    /// Serves until the graceful shutdown of its group.
    /// - Throws: ``ListenFailure`` if the address cannot be bound.
    package func run() async throws {
        try await ListenFailure.mapping(address) { try await server.run() }
    }

    private struct Page: Sendable {
        let contentType: String
        let text: @Sendable () async -> String

        func respond(to request: GatewayRequest) async -> GatewayResponse {
            guard request.path == "/metrics" else { return GatewayResponse(status: 404) }
            guard ["GET", "HEAD"].contains(request.method) else { return GatewayResponse(status: 405, headers: [.allow: "GET, HEAD"]) }
            return GatewayResponse(
                status: 200, headers: [.contentType: contentType, .cacheControl: "no-store"], body: Array(await text().utf8))
        }
    }
}
