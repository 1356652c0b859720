import NIOCore

/// The armed deadline of a connection. The scheduled task is kept when a later deadline is armed, and rescheduled when it fires early:
/// scheduling a task for each step of each request costs more than the rest of the guard.
final class DeadlineTimer {
    private var task: Scheduled<Void>?
    private var armed = (deadline: RequestGuardState.Deadline.idle, at: NIODeadline.distantFuture)
    /// When the task runs; never after the armed deadline.
    private var fires = NIODeadline.distantFuture

    /// Replaces the armed deadline.
    func arm(
        _ deadline: RequestGuardState.Deadline, after time: TimeAmount, _ requestGuard: RequestGuard, _ context: ChannelHandlerContext
    ) {
        armed = (deadline, .now() + time)
        if task == nil || armed.at < fires { schedule(requestGuard, context) }
    }

    func cancel() {
        task?.cancel()
        task = nil
    }

    private func schedule(_ requestGuard: RequestGuard, _ context: ChannelHandlerContext) {
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
        if NIODeadline.now() < armed.at { schedule(requestGuard, context) } else { requestGuard.deadlineExpired(armed.deadline, context) }
    }
}
