import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import ServiceLifecycle
import ServiceModel

/// `/metrics` on a listener of its own, behind the same guard as everything else.
package struct MetricsServer: Service {
    private let application: Application<Page>
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
        quiet.logLevel = max(logger.logLevel, .warning)
        var limits = ListenerLimits()
        limits.connections = 32
        limits.connectionsPerAddress = 32
        let (bound, cap) = (limits, ConnectionCap(limits: limits, logger: logger))
        application = Application(
            responder: Page(contentType: contentType, text: text),
            server: HTTPServerBuilder { responder in
                CappedChannel(
                    base: GuardedHTTP1Channel(responder: responder, limits: bound) { _, _, fault in
                        GatewayResponse(status: Status.of(fault.kind))
                    }, cap: cap)
            },
            configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) },
            logger: quiet)
    }

    /// Serves until the graceful shutdown of its group.
    /// - Throws: ``ListenFailure`` when the address cannot be had.
    package func run() async throws {
        try await ListenFailure.telling(of: place) { try await application.run() }
    }

    private struct Page: HTTPResponder {
        let contentType: String
        let text: @Sendable () async -> String

        func respond(to request: Request, context: ConnectionContext) async throws -> Response {
            guard request.uri.path == "/metrics" else { return Self.empty(.notFound) }
            guard [.get, .head].contains(request.method) else {
                var refusal = Self.empty(.methodNotAllowed)
                refusal.headers[.allow] = "GET, HEAD"
                return refusal
            }
            let buffer = ByteBuffer(string: await text())
            return Response(
                status: .ok,
                headers: [.contentType: contentType, .cacheControl: "no-store", .contentLength: String(buffer.readableBytes)],
                body: request.method == .head ? ResponseBody() : ResponseBody(byteBuffer: buffer))
        }

        private static func empty(_ status: HTTPResponse.Status) -> Response {
            Response(status: status, headers: [.contentLength: "0"])
        }
    }
}
