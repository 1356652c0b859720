import NIOCore
import NIOHTTP1
import ServiceModel
import TokenCore

/// Answers `/auth/verify` on the event loop, in front of the framework, when the token is known in memory: the question that is asked
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
        let clock: any WallClock = SystemClock()
    }

    /// A head that waits for its end.
    private struct Waiting {
        let head: HTTPRequestHead
        let question: VerifyQuestion
        let start: ContinuousClock.Instant
    }

    private let desk: Desk
    private var waiting: Waiting?
    private var date = HTTPDate()
    private var address: String?

    init(_ desk: Desk) {
        self.desk = desk
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            guard let question = VerifyQuestion(head, path: desk.path) else { return context.fireChannelRead(data) }
            waiting = Waiting(head: head, question: question, start: .now)
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
        let requestID = RequestID.of(waiting.question.requestID)
        var bytes = context.channel.allocator.buffer(capacity: 512)
        VerifyAnswer.write(
            (bearer.caller.type, id), bearer, requestID: requestID, date: date.text(at: desk.clock.now()), into: &bytes)
        context.triggerUserOutboundEvent(WireAnswer(bytes: bytes), promise: nil)
        desk.record.write(
            method: "GET", template: TokenPages.Page.verify.template, status: 204, address: address(context), requestID: requestID,
            took: .now - waiting.start)
        return true
    }

    private func address(_ context: ChannelHandlerContext) -> String {
        if let address { return address }
        let found = context.channel.remoteAddress?.ipAddress ?? "unknown"
        address = found
        return found
    }
}
