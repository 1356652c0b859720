import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// A connection of HTTP/1: parser, guard, answers.
struct GuardedHTTP1Channel: ServerChildChannel {
    typealias Value = ManagedConnection

    let limits: ListenerLimits
    /// As ``HeadRules`` has it.
    var headAlone: HeadRules.HeadAlone = { _ in false }
    let answer: RequestHandler.Answer
    let refusal: RequestGuard.Refuse

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let watch = RequestHeadRecorder()
            let requestGuard = RequestGuard(limits: limits, watch: watch, headAlone: headAlone, refusal: refusal)
            try pipeline.addHandler(watch)
            var decoder = NIOHTTPDecoderLimitConfiguration()
            // Above the contract's limits, so that the guard sees the heads it refuses.
            decoder.maxHeaderFieldSize = limits.forwardedHeadBytes + limits.requestLine
            decoder.maxHeaderListSize = limits.forwardedHeadBytes + limits.requestLine
            decoder.maxHeaderFieldCount = 2 * limits.forwardedHeadFields
            try pipeline.configureHTTPServerPipeline(
                withPipeliningAssistance: false, withErrorHandling: false, withOutboundHeaderValidation: false,
                withEncoderConfiguration: .init(), withDecoderLimitConfiguration: decoder)
            try pipeline.addHandler(requestGuard)
            try pipeline.addHandler(RequestHandler(requestGuard, answer: answer))
            return ManagedConnection(channel)
        }
    }

    func handle(value connection: Value, logger: Logger) async {
        await connection.ended()
    }
}
