import HummingbirdCore
import NIOCore
import Synchronization

/// A connection that is served by its channel handlers, while a task waits for its end. A connection that no task takes, because it was
/// accepted in the moment in which the server stops, is closed.
final class ManagedConnection: ServerChildChannelValue {
    let channel: any Channel
    private let isTaken = Atomic(false)

    init(_ channel: any Channel) {
        self.channel = channel
    }

    /// Returns when the connection has ended. Cancelling the task, which is the hard end of a shutdown, closes it.
    func ended() async {
        isTaken.store(true, ordering: .relaxed)
        await withTaskCancellationHandler {
            try? await channel.closeFuture.get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    deinit {
        if !isTaken.load(ordering: .relaxed) { channel.close(promise: nil) }
    }
}
