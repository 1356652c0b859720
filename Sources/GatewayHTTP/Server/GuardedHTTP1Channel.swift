import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Hummingbird's HTTP/1 channel with our guard in front of it.
struct GuardedHTTP1Channel: HTTPChannelHandler {
    typealias Value = OwnedConnection

    let responder: Responder
    let limits: ListenerLimits
    /// What token checks are answered from in front of the framework; `nil` before there is a front.
    var desk: @Sendable () -> VerifyShortcut.Desk? = { nil }
    let refusal: RequestGuard.Refuse

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let watch = HeadWatch()
            try pipeline.addHandler(watch)
            var decoder = NIOHTTPDecoderLimitConfiguration()
            // Above the contract's limits, so that the guard sees the heads it refuses.
            decoder.maxHeaderFieldSize = 4 * limits.headerBytes
            decoder.maxHeaderListSize = 4 * limits.headerBytes
            decoder.maxHeaderFieldCount = 4 * limits.headerFields
            try pipeline.configureHTTPServerPipeline(
                withPipeliningAssistance: false, withErrorHandling: false, withOutboundHeaderValidation: false,
                withEncoderConfiguration: .init(), withDecoderLimitConfiguration: decoder)
            try pipeline.addHandler(RequestGuard(limits: limits, watch: watch, refusal: refusal))
            if let desk = desk() { try pipeline.addHandler(VerifyShortcut(desk)) }
            try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
            try pipeline.addHandler(HTTPConnectionStateHandler(logger: logger))
            return OwnedConnection(
                try NIOAsyncChannel(
                    wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true)))
        }
    }

    func handle(value connection: Value, logger: Logger) async {
        await handleHTTP(asyncChannel: connection.take(), logger: logger)
    }
}
