import Foundation
import Logging
import NIOCore

/// Pauses accepting when the system has no descriptors or memory for another connection. Without the pause, the pending connection
/// wakes NIO continuously, which takes most of a core.
final class AcceptBackoffHandler: ChannelInboundHandler {
    typealias InboundIn = any Channel

    private let pause: TimeAmount
    private let logger: Logger
    private var isPaused = false
    private var lastLogged: NIODeadline?

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
        logFailure(error)
        let options = context.channel.syncOptions
        try? options?.setOption(.autoRead, value: false)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: pause) {
            let (handler, context) = bound.value
            handler.isPaused = false
            // Fails if the listener was closed meanwhile.
            try? context.channel.syncOptions?.setOption(.autoRead, value: true)
        }
    }

    /// At most one line a minute.
    private func logFailure(_ error: IOError) {
        let now = NIODeadline.now()
        guard lastLogged.map({ now - $0 >= .seconds(60) }) ?? true else { return }
        lastLogged = now
        logger.error("connections cannot be accepted", metadata: ["cause": "\(String(cString: strerror(error.errnoCode)))"])
    }
}
