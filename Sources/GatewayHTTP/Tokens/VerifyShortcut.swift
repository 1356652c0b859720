import NIOCore
import NIOHTTP1
import ServiceModel
import TokenCore

/// Answers `/auth/verify` on the event loop, in front of everything else, when the token is known in memory: the question that is asked
/// with every call to what stands behind the proxy. It says what `TokenPages` would say, byte by byte; when it cannot, the request goes
/// on to there. Behind the guard, whose rules and times hold for it.
final class VerifyShortcut: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    /// What all connections share.
    struct Desk: Sendable {
        let path: String
        let tokens: TokenAuthority
        let record: RequestRecord
        let memory: AnswerMemory
    }

    /// A head that waits for its end.
    private struct Waiting {
        let head: HTTPRequestHead
        let question: VerifyQuestion
        let start: ContinuousClock.Instant
        let epoch: Freshness.Epoch
    }

    private let desk: Desk
    private let guardian: RequestGuard
    private let watch: HeadWatch
    private let stamp: AnswerStamp
    private var waiting: Waiting?

    init(_ desk: Desk, guardian: RequestGuard, watch: HeadWatch, stamp: AnswerStamp) {
        self.desk = desk
        self.guardian = guardian
        self.watch = watch
        self.stamp = stamp
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            guard let question = VerifyQuestion(head, path: desk.path) else { return context.fireChannelRead(data) }
            waiting = Waiting(head: head, question: question, start: .now, epoch: desk.memory.epoch)
        case .body:
            passOn(context)
            context.fireChannelRead(data)
        case .end:
            if let waiting, answer(waiting, context) {
                self.waiting = nil
            } else {
                passOn(context)
                context.fireChannelRead(data)
            }
        }
    }

    private func passOn(_ context: ChannelHandlerContext) {
        guard let head = waiting?.head else { return }
        waiting = nil
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    /// - Returns: whether the answer was known.
    private func answer(_ waiting: Waiting, _ context: ChannelHandlerContext) -> Bool {
        var token = waiting.question.token
        guard let bearer = token.withUTF8({ desk.tokens.remembered(UnsafeRawBufferPointer($0)) }), let id = bearer.caller.id else {
            return false
        }
        let requestID = stamp.requestID(sent: waiting.question.requestID)
        var bytes = context.channel.allocator.buffer(capacity: 512)
        VerifyAnswer.write((bearer.caller.type, id), bearer, into: &bytes)
        // With an id of the client's, the answer is another each time.
        if !waiting.question.hasRequestID, let request = watch.whole, let digest = bearer.digest {
            desk.memory.keep(
                RenderedAnswer(status: 204, template: TokenPages.Page.verify.template, fixed: bytes), to: request, method: "GET",
                .bearing(digest), begunIn: waiting.epoch)
        }
        RenderedAnswer.write(requestID: requestID, date: stamp.date(), closes: guardian.isLast, into: &bytes)
        guardian.answer(bytes)
        desk.record.write(
            method: "GET", template: TokenPages.Page.verify.template, status: 204, address: stamp.address(context), requestID: requestID,
            took: .now - waiting.start)
        return true
    }
}
