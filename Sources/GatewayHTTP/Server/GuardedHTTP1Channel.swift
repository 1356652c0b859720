import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import TokenCore

/// A connection of HTTP/1: parser, guard, answers.
struct GuardedHTTP1Channel: ServerChildChannel {
    typealias Value = OwnedConnection

    let limits: ListenerLimits
    /// What answers in front of the façades; `nil` before there is a front, and where everything is answered anew.
    var desk: @Sendable () -> VerifyShortcut.Desk? = { nil }
    let answer: RequestHandler.Answer
    let refusal: RequestGuard.Refuse

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let watch = HeadWatch()
            let guardian = RequestGuard(limits: limits, watch: watch, refusal: refusal)
            let stamp = AnswerStamp()
            let desk = desk()
            if let desk {
                try pipeline.addHandler(
                    RepeatShortcut(desk.memory, guardian: guardian, record: desk.record, stamp: stamp))
            }
            try pipeline.addHandler(watch)
            var decoder = NIOHTTPDecoderLimitConfiguration()
            // Above the contract's limits, so that the guard sees the heads it refuses.
            decoder.maxHeaderFieldSize = 4 * limits.headerBytes
            decoder.maxHeaderListSize = 4 * limits.headerBytes
            decoder.maxHeaderFieldCount = 4 * limits.headerFields
            try pipeline.configureHTTPServerPipeline(
                withPipeliningAssistance: false, withErrorHandling: false, withOutboundHeaderValidation: false,
                withEncoderConfiguration: .init(), withDecoderLimitConfiguration: decoder)
            try pipeline.addHandler(guardian)
            if let desk { try pipeline.addHandler(VerifyShortcut(desk, guardian: guardian, watch: watch, stamp: stamp)) }
            let wire = RequestHandler.Wire(guardian: guardian, watch: watch, memory: desk?.memory)
            try pipeline.addHandler(RequestHandler(wire, stamp: stamp, answer: answer))
            return OwnedConnection(channel)
        }
    }

    func handle(value connection: Value, logger: Logger) async {
        await connection.ended()
    }
}
