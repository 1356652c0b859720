import HummingbirdCore
import NIOCore
import Synchronization

/// A connection whose handlers serve it; somebody waits for its end. One that nobody waits for, because it came in the moment in which
/// the server stops, ends at once.
final class ManagedConnection: ServerChildChannelValue {
    let channel: any Channel
    private let isTaken = Atomic(false)

    init(_ channel: any Channel) {
        self.channel = channel
    }

    /// Returns when the connection has ended; ends it when the task is cancelled, which is the hard end of a drain.
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
