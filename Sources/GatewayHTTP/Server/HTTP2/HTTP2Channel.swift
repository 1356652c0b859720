import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP2

/// An HTTP/2 connection (RFC 9113). Each stream is one request behind the same guard as an HTTP/1 request, with the same rules, limits and
/// deadlines.
struct HTTP2Channel: ServerChildChannel {
    struct Value: ServerChildChannelValue {
        let channel: any Channel
        let streams: NIOHTTP2Handler.AsyncStreamMultiplexer<ManagedConnection>
    }

    /// Serves the streams.
    let http1: GuardedHTTP1Channel
    let limits: ListenerLimits

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(FrameDeadline(time: limits.headerTime))
            let streams = try pipeline.configureAsyncHTTP2Pipeline(
                mode: .server,
                connectionManagerConfiguration: .init(
                    maxIdleTime: limits.keepAlive, maxAge: nil, maxGraceTime: limits.responseTime, keepalive: nil),
                http2HandlerConfiguration: Self.configuration(limits)
            ) { stream in
                http1.setup(stream: stream, logger: logger)
            }
            try pipeline.addHandler(HTTP2ErrorHandler())
            return Value(channel: channel, streams: streams)
        }
    }

    func handle(value: Value, logger: Logger) async {
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { group in
                do {
                    for try await stream in value.streams.inbound {
                        group.addTask { await http1.handle(value: stream, logger: logger) }
                    }
                } catch {
                    // A connection error, which NIOHTTP2 has reported to the client.
                    value.channel.close(promise: nil)
                }
            }
        } onCancel: {
            // The hard end of a shutdown.
            value.channel.close(promise: nil)
        }
    }

    /// NIOHTTP2 limits resets, control frames, CONTINUATION frames, empty frames and stream errors: 200 of a kind in 30 seconds, 5
    /// CONTINUATION frames in a row. Above that it ends the connection with `ENHANCE_YOUR_CALM`. ``FrameRate`` limits the other frames.
    private static func configuration(_ limits: ListenerLimits) -> NIOHTTP2Handler.Configuration {
        var configuration = NIOHTTP2Handler.Configuration()
        configuration.connection.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: limits.streams),
            // Above the contract's limit, so that the guard gets the heads that it refuses.
            HTTP2Setting(parameter: .maxHeaderListSize, value: 2 * limits.forwardedHeadBytes),
        ]
        configuration.connection.maximumBufferedControlFrames = 1000
        return configuration
    }
}

extension GuardedHTTP1Channel {
    /// The pipeline of one HTTP/2 stream, which ends in the guard and the handler of HTTP/1.
    func setup(stream channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(AuthorityCheck())
            try pipeline.addHandler(HTTP2FramePayloadToHTTP1ServerCodec())
            try pipeline.addHandler(
                RequestGuard(limits: limits, recorder: nil, ignoresBody: ignoresBody, refusalResponder: refusalResponder))
            try pipeline.addHandler(RequestHandler(nil, responder: responder))
            return ManagedConnection(channel)
        }
    }
}

/// Closes an HTTP/2 connection after a connection error: NIOHTTP2 sends GOAWAY and leaves the connection open. After a flood that NIOHTTP2
/// does not detect (``FrameFlood``), this handler sends GOAWAY itself.
final class HTTP2ErrorHandler: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame
    typealias OutboundOut = HTTP2Frame

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A stream error ends only its stream.
        if error is NIOHTTP2Errors.StreamError { return }
        context.close(promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is FrameFlood else { return context.fireUserInboundEventTriggered(event) }
        let goAway = HTTP2Frame(
            streamID: .rootStream, payload: .goAway(lastStreamID: .maxID, errorCode: .enhanceYourCalm, opaqueData: nil))
        context.writeAndFlush(wrapOutboundOut(goAway), promise: nil)
        context.close(promise: nil)
    }
}
