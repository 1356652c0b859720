import NIOCore

/// The one deadline of a connection that is armed. A timer that fires early enough is left alone and looks again when it does: setting
/// one anew for each step of each request would cost more than the rest of the guard, and more with each connection of the loop.
final class DeadlineTimer {
    private var task: Scheduled<Void>?
    private var armed = (deadline: RequestGuardState.Deadline.idle, at: NIODeadline.distantFuture)
    /// When the task runs; not after what is armed.
    private var fires = NIODeadline.distantFuture

    /// Takes the place of what was armed before.
    func arm(
        _ deadline: RequestGuardState.Deadline, after time: TimeAmount, _ requestGuard: RequestGuard, _ context: ChannelHandlerContext
    ) {
        armed = (deadline, .now() + time)
        if task == nil || armed.at < fires { set(requestGuard, context) }
    }

    func cancel() {
        task?.cancel()
        task = nil
    }

    private func set(_ requestGuard: RequestGuard, _ context: ChannelHandlerContext) {
        task?.cancel()
        fires = armed.at
        let bound = NIOLoopBound((self, requestGuard, context), eventLoop: context.eventLoop)
        task = context.eventLoop.scheduleTask(deadline: fires) {
            let (timer, requestGuard, context) = bound.value
            timer.fired(requestGuard, context)
        }
    }

    private func fired(_ requestGuard: RequestGuard, _ context: ChannelHandlerContext) {
        task = nil
        if NIODeadline.now() < armed.at { set(requestGuard, context) } else { requestGuard.deadlineExpired(armed.deadline, context) }
    }
}
