import NIOCore

/// Ends a connection of HTTP/2 on which a frame or a header block does not come to its end in time: the counterpart of the time of a
/// head in HTTP/1, for streams exist only when their head is complete.
final class FrameDeadline: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let time: TimeAmount
    private var scan = FrameScan()
    private var timer: Scheduled<Void>?

    init(time: TimeAmount) {
        self.time = time
    }

    func handlerAdded(context: ChannelHandlerContext) {
        arm(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let hasEnded = scan.take(unwrapInboundIn(data).readableBytesView)
        if !scan.isMidway {
            timer?.cancel()
            timer = nil
        } else if hasEnded || timer == nil {
            arm(context)
        }
        context.fireChannelRead(data)
    }

    private func arm(_ context: ChannelHandlerContext) {
        timer?.cancel()
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: time) { bound.value.close(promise: nil) }
    }
}
