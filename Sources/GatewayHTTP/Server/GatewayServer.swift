package import CoreMetrics
import HTTPTypes
import HummingbirdCore
package import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle
package import ServiceModel
package import TokenCore

/// The HTTP server: listener, guard, front and façades, as one service.
package struct GatewayServer: Service {
    /// What an operator decides about the listener.
    package struct Options: Sendable {
        package var host: String
        /// 0 picks a free one.
        package var port: Int
        /// Names the gateway answers to; empty: any.
        package var allowedHosts: [String]
        /// Whose word on the client's address counts; also exempt from the limit per address.
        package var trustedProxies: TrustedProxies
        /// Whose pages may read answers.
        package var allowedOrigins: AllowedOrigins
        /// Shown in documents.
        package var version: String

        /// `nil`: no TLS.
        package var certificate: CertificateHolder?

        package init(
            host: String, port: Int, allowedHosts: [String], version: String, trustedProxies: TrustedProxies = TrustedProxies(),
            allowedOrigins: AllowedOrigins = AllowedOrigins(), certificate: CertificateHolder? = nil
        ) {
            self.host = host
            self.port = port
            self.allowedHosts = allowedHosts
            self.version = version
            self.trustedProxies = trustedProxies
            self.allowedOrigins = allowedOrigins
            self.certificate = certificate
        }
    }

    private let server: any Service
    private let place: String
    /// Counts the connections.
    package let connections: ConnectionCap

    /// - Parameters:
    ///   - limits: the contract's; tests shorten times.
    ///   - metrics: what counts and times requests; `nil`: nothing does.
    ///   - address: the public base URL, once the port is known.
    ///   - onListening: told the port when requests are answered.
    package init(
        options: Options, table: OperationTable, core: Core, texts: MessageTexts, logger: Logger,
        limits: ListenerLimits = ListenerLimits(), metrics: (any MetricsFactory)? = nil,
        address: @escaping @Sendable (_ port: Int) -> ServiceAddress, onListening: @escaping @Sendable (_ port: Int) async -> Void
    ) {
        place = "\(options.host):\(options.port)"
        var bound = limits
        bound.hosts = options.allowedHosts
        let limits = bound
        let proxies = options.trustedProxies
        let cap = ConnectionCap(limits: limits, exempt: proxies, logger: logger)
        connections = cap
        let record = RequestRecord(log: AccessLog(logger: logger), metrics: metrics.map(RequestMetrics.init))
        let front = LateDispatcher { port in
            RequestDispatcher(
                table: table, core: core, address: address(port), texts: texts, version: options.version, origins: options.allowedOrigins,
                logger: logger)
        }
        // The library's own lines would repeat ours.
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        let http1 = GuardedHTTP1Channel(
            limits: limits, headAlone: { front.current?.verify.covers($0) ?? false },
            answer: { await Self.respond(to: $0, proxies, front, record) }, refusal: { Self.refuse($0, $1, $2, proxies, front, record) })
        let onRunning: @Sendable (any Channel) async -> Void = { channel in
            try? await channel.eventLoop.submit {
                try channel.pipeline.syncOperations.addHandler(AcceptBackoffHandler(logger: logger), position: .first)
            }.get()
            let port = channel.localAddress?.port ?? options.port
            front.make(port: port)
            await onListening(port)
        }
        let place = ServerConfiguration(address: .hostname(options.host, port: options.port))
        let group = MultiThreadedEventLoopGroup.singleton
        if let certificate = options.certificate {
            let http2 = HTTP2Channel(http1: http1, limits: limits)
            let tls = TLSChannel(http1: http1, http2: http2, certificate: certificate, limits: limits)
            server = CappedChannel(base: tls, cap: cap).server(
                configuration: place, onServerRunning: onRunning, eventLoopGroup: group, logger: quiet)
        } else {
            server = CappedChannel(base: http1, cap: cap).server(
                configuration: place, onServerRunning: onRunning, eventLoopGroup: group, logger: quiet)
        }
    }

    private static func respond(
        to received: GatewayRequest, _ proxies: TrustedProxies, _ front: LateDispatcher, _ record: RequestRecord
    ) async -> GatewayResponse {
        let start = ContinuousClock.now
        var request = received
        request.origin = Origin(
            address: proxies.client(of: received.origin.address, received.headers), requestID: received.origin.requestID)
        let answer = await front.wait().respond(to: request)
        record.write(request, answer, took: .now - start)
        return answer
    }

    /// Renders what the guard refuses in the protocol of its address, and writes it down.
    private static func refuse(
        _ head: HTTPRequestHead?, _ peer: String, _ fault: Fault, _ proxies: TrustedProxies, _ front: LateDispatcher,
        _ record: RequestRecord
    ) -> GatewayResponse {
        let headers = RequestFields(head?.headers ?? [:])
        let request = GatewayRequest(
            method: head?.method.rawValue ?? "-", target: HeadRules.originForm(head?.uri ?? "/rest"), headers: headers,
            origin: Origin(address: proxies.client(of: peer, headers), requestID: RequestID.of(headers)), isHTTP2: head?.version.major == 2)
        let answer = front.current?.refuse(request, fault) ?? GatewayResponse(status: Status.of(fault.kind))
        record.write(request, answer, took: nil)
        return answer
    }

    /// Serves until the graceful shutdown of its group.
    /// - Throws: ``ListenFailure`` when the address cannot be had.
    package func run() async throws {
        try await ListenFailure.telling(of: place) { try await server.run() }
    }
}
