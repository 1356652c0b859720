import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// An HTTP/1 connection: recorder, parser, guard, request handler.
struct GuardedHTTP1Channel: ServerChildChannel {
    typealias Value = ManagedConnection

    let limits: ListenerLimits
    /// See ``HeadRules/IgnoresBody``.
    var ignoresBody: HeadRules.IgnoresBody = { _ in false }
    let responder: RequestHandler.Responder
    let refusalResponder: RequestGuard.RefusalResponder

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let recorder = RequestHeadRecorder()
            let requestGuard = RequestGuard(
                limits: limits, recorder: recorder, ignoresBody: ignoresBody, refusalResponder: refusalResponder)
            try pipeline.addHandler(recorder)
            var decoder = NIOHTTPDecoderLimitConfiguration()
            // Above the contract's limits, so that the guard gets the heads that it refuses.
            decoder.maxHeaderFieldSize = limits.forwardedHeadBytes + limits.requestLine
            decoder.maxHeaderListSize = limits.forwardedHeadBytes + limits.requestLine
            decoder.maxHeaderFieldCount = 2 * limits.forwardedHeadFields
            try pipeline.configureHTTPServerPipeline(
                withPipeliningAssistance: false, withErrorHandling: false, withOutboundHeaderValidation: false,
                withEncoderConfiguration: .init(), withDecoderLimitConfiguration: decoder)
            try pipeline.addHandler(requestGuard)
            try pipeline.addHandler(RequestHandler(requestGuard, responder: responder))
            return ManagedConnection(channel)
        }
    }

    func handle(value connection: Value, logger: Logger) async {
        await connection.ended()
    }
}
