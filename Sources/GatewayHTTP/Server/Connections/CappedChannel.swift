import HummingbirdCore
import Logging
import NIOCore

/// Closes the connections that the cap does not admit before anything is read from them.
struct CappedChannel<Base: ServerChildChannel>: ServerChildChannel {
    let base: Base
    let cap: ConnectionCap

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        guard let slot = cap.admit(channel.remoteAddress) else {
            channel.close(promise: nil)
            return channel.eventLoop.makeFailedFuture(ConnectionRefused())
        }
        channel.closeFuture.whenComplete { _ in cap.release(slot) }
        let made = base.setup(channel: channel, logger: logger)
        // The server does not close a channel whose set-up failed.
        made.whenFailure { _ in channel.close(promise: nil) }
        return made
    }

    func handle(value: Base.Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}

/// The cap did not admit the connection.
struct ConnectionRefused: Error {}
