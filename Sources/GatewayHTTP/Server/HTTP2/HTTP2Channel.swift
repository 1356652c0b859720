import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP2

/// A connection of HTTP/2 (RFC 9113). Each stream is one request behind the same guard as a request of HTTP/1, so rules, limits and
/// times are the same.
struct HTTP2Channel: ServerChildChannel {
    struct Value: ServerChildChannelValue {
        let channel: any Channel
        let streams: NIOHTTP2Handler.AsyncStreamMultiplexer<ManagedConnection>
    }

    /// Hands the requests of the streams on.
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
                    // A connection error: NIOHTTP2 has told the client.
                    value.channel.close(promise: nil)
                }
            }
        } onCancel: {
            // The hard end of a drain.
            value.channel.close(promise: nil)
        }
    }

    /// NIO bounds resets, control frames, CONTINUATION, empty frames and errors of streams: 200 of a kind in 30 seconds, 5 CONTINUATION
    /// in a row; then it ends the connection with `ENHANCE_YOUR_CALM`. ``FrameRate`` counts what NIO does not.
    private static func configuration(_ limits: ListenerLimits) -> NIOHTTP2Handler.Configuration {
        var configuration = NIOHTTP2Handler.Configuration()
        configuration.connection.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: limits.streams),
            // Above the contract's limit, so that the guard sees the heads it refuses.
            HTTP2Setting(parameter: .maxHeaderListSize, value: 2 * limits.forwardedHeadBytes),
        ]
        configuration.connection.maximumBufferedControlFrames = 1000
        return configuration
    }
}

extension GuardedHTTP1Channel {
    /// The pipeline of one stream of HTTP/2: from here on it is a request like any other.
    func setup(stream channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(AuthorityCheck())
            try pipeline.addHandler(HTTP2FramePayloadToHTTP1ServerCodec())
            try pipeline.addHandler(RequestGuard(limits: limits, watch: nil, headAlone: headAlone, refusal: refusal))
            try pipeline.addHandler(RequestHandler(nil, answer: answer))
            return ManagedConnection(channel)
        }
    }
}
