import NIOCore

/// Inspects the frames of an HTTP/2 client before NIOHTTP2 parses them. Closes a connection on which a frame or a header block is not
/// completed in time; this is the counterpart of the head deadline of HTTP/1, because a stream exists only once its head is complete.
/// Reports a flood to ``HTTP2ErrorHandler``.
final class FrameDeadline: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private let time: TimeAmount
    private var scan = FrameScan()
    private var rate = FrameRate()
    private var isFlooded = false
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
        guard !isFlooded else { return }
        let hasEnded = scan.take(unwrapInboundIn(data).readableBytesView) { type in
            if type == FrameScan.headers { rate.requestBegun() }
            if let kind = FrameRate.Kind(type: type), rate.exceedsLimit(kind, at: .now()) { isFlooded = true }
        }
        guard !isFlooded else { return context.fireUserInboundEventTriggered(FrameFlood()) }
        if !scan.isMidway {
            timer?.cancel()
            timer = nil
        } else if hasEnded || timer == nil {
            arm(context)
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        rate.sent(unwrapOutboundIn(data).readableBytes)
        context.write(data, promise: promise)
    }

    private func arm(_ context: ChannelHandlerContext) {
        timer?.cancel()
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: time) { bound.value.close(promise: nil) }
    }
}
