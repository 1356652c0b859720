import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP2
import NIOSSL

/// TLS with HTTP/1.1, or with HTTP/2 if the context of the certificate offers it and the client selects it (ALPN, RFC 7301).
struct TLSChannel: ServerChildChannel {
    struct Value: ServerChildChannelValue {
        let channel: any Channel
        let negotiated: EventLoopFuture<NIONegotiatedHTTPVersion<GuardedHTTP1Channel.Value, HTTP2Channel.Value>>
    }

    let http1: GuardedHTTP1Channel
    let http2: HTTP2Channel
    let certificate: CertificateHolder
    let limits: ListenerLimits

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        do {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(NIOSSLServerHandler(context: certificate.current.context))
            try pipeline.addHandler(HandshakeDeadline(time: limits.headerTime))
        } catch {
            return channel.eventLoop.makeFailedFuture(error)
        }
        return channel.configureHTTP2AsyncSecureUpgrade(
            http1ConnectionInitializer: { http1.setup(channel: $0, logger: logger) },
            http2ConnectionInitializer: { http2.setup(channel: $0, logger: logger) }
        ).map { Value(channel: channel, negotiated: $0) }
    }

    func handle(value: Value, logger: Logger) async {
        // Fails with the handshake; then the connection is closed.
        switch try? await value.negotiated.get() {
        case .http1_1(let connection): await http1.handle(value: connection, logger: logger)
        case .http2(let connection): await http2.handle(value: connection, logger: logger)
        case nil: value.channel.close(promise: nil)
        }
    }
}
