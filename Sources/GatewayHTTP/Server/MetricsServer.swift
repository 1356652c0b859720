import HTTPTypes
import HummingbirdCore
package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import ServiceModel

/// `/metrics` on a listener of its own, behind the same guard as everything else.
package struct MetricsServer: Service {
    private let server: any Service
    private let place: String

    /// - Parameters:
    ///   - contentType: of the text.
    ///   - text: what is answered.
    ///   - onListening: told the port when requests are answered.
    package init(
        host: String, port: Int, contentType: String, logger: Logger, text: @escaping @Sendable () async -> String,
        onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        place = "\(host):\(port)"
        var quiet = logger
        // The library calls it an error when another service of the process fails and ends this one.
        quiet.logLevel = .critical
        var limits = ListenerLimits()
        limits.connections = 32
        limits.connectionsPerAddress = 32
        let page = Page(contentType: contentType, text: text)
        server = CappedChannel(
            base: GuardedHTTP1Channel(
                limits: limits, answer: { await page.respond(to: $0) },
                refusal: { _, _, fault in GatewayResponse(status: Status.of(fault.kind)) }),
            cap: ConnectionCap(limits: limits, logger: logger)
        ).server(
            configuration: ServerConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: quiet)
    }

    /// Serves until the graceful shutdown of its group.
    /// - Throws: ``ListenFailure`` when the address cannot be had.
    package func run() async throws {
        try await ListenFailure.telling(of: place) { try await server.run() }
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
