import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import TokenCore

/// A connection of HTTP/1: parser, guard, answers.
struct GuardedHTTP1Channel: ServerChildChannel {
    typealias Value = OwnedConnection

    /// What connections share that answers in front of the façades.
    struct Shortcuts: Sendable {
        let verify: VerifyShortcut.Desk
        let memory: AnswerMemory
    }

    let limits: ListenerLimits
    /// What answers in front of the façades; `nil` before there is a front, and where everything is answered anew.
    var shortcuts: @Sendable () -> Shortcuts? = { nil }
    let answer: RequestHandler.Answer
    let refusal: RequestGuard.Refuse

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let watch = HeadWatch()
            let guardian = RequestGuard(limits: limits, watch: watch, refusal: refusal)
            let stamp = AnswerStamp()
            let shortcuts = shortcuts()
            if let shortcuts {
                try pipeline.addHandler(
                    RepeatShortcut(shortcuts.memory, guardian: guardian, record: shortcuts.verify.record, stamp: stamp))
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
            if let shortcuts { try pipeline.addHandler(VerifyShortcut(shortcuts.verify, guardian: guardian, stamp: stamp)) }
            let wire = RequestHandler.Wire(guardian: guardian, watch: watch, memory: shortcuts?.memory)
            try pipeline.addHandler(RequestHandler(wire, stamp: stamp, answer: answer))
            return OwnedConnection(channel)
        }
    }

    func handle(value connection: Value, logger: Logger) async {
        await connection.ended()
    }
}
