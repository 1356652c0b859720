import Foundation
import Logging
import NIOCore

/// Stops accepting for a moment when the system has no descriptors or memory for another connection. NIO alone would be woken by the
/// waiting connection again and again, and burn most of a core.
final class AcceptBackoffHandler: ChannelInboundHandler {
    typealias InboundIn = any Channel

    private let pause: TimeAmount
    private let logger: Logger
    private var isPaused = false
    private var lastNotice: NIODeadline?

    init(pause: TimeAmount = .milliseconds(500), logger: Logger) {
        self.pause = pause
        self.logger = logger
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? IOError, [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(error.errnoCode) else {
            return context.fireErrorCaught(error)
        }
        guard !isPaused else { return }
        isPaused = true
        notice(error)
        let options = context.channel.syncOptions
        try? options?.setOption(.autoRead, value: false)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: pause) {
            let (handler, context) = bound.value
            handler.isPaused = false
            // Fails when the listener is closed by now.
            try? context.channel.syncOptions?.setOption(.autoRead, value: true)
        }
    }

    /// One line a minute.
    private func notice(_ error: IOError) {
        let now = NIODeadline.now()
        guard lastNotice.map({ now - $0 >= .seconds(60) }) ?? true else { return }
        lastNotice = now
        logger.error("connections cannot be accepted", metadata: ["cause": "\(String(cString: strerror(error.errnoCode)))"])
    }
}
