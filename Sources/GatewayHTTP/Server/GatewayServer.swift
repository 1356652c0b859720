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

/// The HTTP server as one service: listener, guard, dispatcher and façades.
package struct GatewayServer: Service {
    /// The operator's settings of the listener.
    package struct Options: Sendable {
        package var host: String
        /// 0 selects a free port.
        package var port: Int
        /// The accepted hosts; any host if empty.
        package var allowedHosts: [String]
        /// Proxies whose forwarding fields are trusted. They are exempt from the connection limit per address.
        package var trustedProxies: TrustedProxies
        /// Whose pages may read responses.
        package var allowedOrigins: AllowedOrigins
        /// The version that documents show.
        package var version: String
        /// `nil` without TLS.
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
    private let address: String
    /// Counts and limits the connections.
    package let connections: ConnectionCap

    /// - Parameters:
    ///   - limits: those of the contract by default.
    ///   - metrics: counts and times requests; `nil` without metrics.
    ///   - baseURL: makes the public base URL when the port is known.
    ///   - onListening: called with the port when requests are accepted.
    package init(
        options: Options, table: OperationTable, core: Core, texts: MessageTexts, logger: Logger,
        limits: ListenerLimits = ListenerLimits(), metrics: (any MetricsFactory)? = nil,
        baseURL: @escaping @Sendable (_ port: Int) -> PublicURL, onListening: @escaping @Sendable (_ port: Int) async -> Void
    ) {
        address = "\(options.host):\(options.port)"
        var limits = limits
        limits.hosts = options.allowedHosts
        let cap = ConnectionCap(limits: limits, exempt: options.trustedProxies, logger: logger)
        connections = cap
        let dispatcher = DispatcherPromise { port in
            RequestDispatcher(
                table: table, core: core, baseURL: baseURL(port), texts: texts, version: options.version, origins: options.allowedOrigins,
                logger: logger)
        }
        let responder = RecordingResponder(
            dispatcher: dispatcher, proxies: options.trustedProxies,
            record: RequestRecord(logger: logger, metrics: metrics.map(RequestMetrics.init)))
        // The lines of the library would repeat ours.
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        let http1 = GuardedHTTP1Channel(
            limits: limits, ignoresBody: { dispatcher.current?.verifyPath.matches($0) ?? false },
            responder: { await responder.respond(to: $0) }, refusalResponder: { responder.refuse($0, peer: $1, $2) })
        let onRunning: @Sendable (any Channel) async -> Void = { channel in
            try? await channel.eventLoop.submit {
                try channel.pipeline.syncOperations.addHandler(AcceptBackoffHandler(logger: logger), position: .first)
            }.get()
            let port = channel.localAddress?.port ?? options.port
            dispatcher.fulfill(port: port)
            await onListening(port)
        }
        let configuration = ServerConfiguration(address: .hostname(options.host, port: options.port))
        let group = MultiThreadedEventLoopGroup.singleton
        if let certificate = options.certificate {
            let http2 = HTTP2Channel(http1: http1, limits: limits)
            let tls = TLSChannel(http1: http1, http2: http2, certificate: certificate, limits: limits)
            server = CappedChannel(base: tls, cap: cap).server(
                configuration: configuration, onServerRunning: onRunning, eventLoopGroup: group, logger: quiet)
        } else {
            server = CappedChannel(base: http1, cap: cap).server(
                configuration: configuration, onServerRunning: onRunning, eventLoopGroup: group, logger: quiet)
        }
    }

    /// Serves until the graceful shutdown of its group.
    /// - Throws: ``ListenFailure`` if the address cannot be bound.
    package func run() async throws {
        try await ListenFailure.mapping(address) { try await server.run() }
    }
}

/// Determines the client's address, calls the dispatcher and records the request.
private struct RecordingResponder: Sendable {
    let dispatcher: DispatcherPromise
    let proxies: TrustedProxies
    let record: RequestRecord

    func respond(to received: GatewayRequest) async -> GatewayResponse {
        let start = ContinuousClock.now
        var request = received
        request.origin = Origin(
            address: proxies.client(of: received.origin.address, received.headers), requestID: received.origin.requestID)
        let response = await dispatcher.value().respond(to: request)
        record.write(request, response, duration: .now - start)
        return response
    }

    /// The response to a request that the guard refuses.
    /// - Parameter head: as far as it was read.
    func refuse(_ head: HTTPRequestHead?, peer: String, _ fault: Fault) -> GatewayResponse {
        let headers = RequestFields(head?.headers ?? [:])
        var ids = RequestIDs()
        let request = GatewayRequest(
            method: head?.method.rawValue ?? "-", target: HeadRules.originForm(head?.uri ?? "/rest"), headers: headers,
            origin: Origin(address: proxies.client(of: peer, headers), requestID: ids.id(sent: headers[.requestID])),
            isHTTP2: head?.version.major == 2)
        let response = dispatcher.current?.refuse(request, fault) ?? GatewayResponse(status: fault.kind.httpStatus)
        record.write(request, response, duration: nil)
        return response
    }
}
