import NIOCore

/// Gives answers again, in front of the parser: to a client that sends what was answered before, byte by byte, on a connection on which
/// nothing else is under way. Everything else goes on.
final class RepeatShortcut: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let memory: AnswerMemory
    private let guardian: RequestGuard
    private let record: RequestRecord
    private let stamp: AnswerStamp

    init(_ memory: AnswerMemory, guardian: RequestGuard, record: RequestRecord, stamp: AnswerStamp) {
        self.memory = memory
        self.guardian = guardian
        self.record = record
        self.stamp = stamp
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let start = ContinuousClock.now
        guard guardian.isQuiet, let kept = memory.answer(to: unwrapInboundIn(data)) else {
            return context.fireChannelRead(data)
        }
        let requestID = stamp.requestID(sent: nil)
        var bytes = context.channel.allocator.buffer(capacity: kept.answer.size + 128)
        kept.answer.write(requestID: requestID, date: stamp.date(), closes: false, into: &bytes)
        context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
        guardian.used()
        record.write(
            method: kept.method, template: kept.answer.template, status: kept.answer.status, address: stamp.address(context),
            requestID: requestID, took: .now - start)
    }
}
