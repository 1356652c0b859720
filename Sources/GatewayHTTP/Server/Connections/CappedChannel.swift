import HummingbirdCore
import Logging
import NIOCore

/// Lets through the connections that the cap admits, before anything is read from them.
struct CappedChannel<Base: ServerChildChannel>: ServerChildChannel {
    let base: Base
    let cap: ConnectionCap

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        guard let place = cap.admit(channel.remoteAddress) else {
            channel.close(promise: nil)
            return channel.eventLoop.makeFailedFuture(ConnectionRefused())
        }
        channel.closeFuture.whenComplete { _ in cap.leave(place) }
        let made = base.setup(channel: channel, logger: logger)
        // Nobody else closes what could not be set up.
        made.whenFailure { _ in channel.close(promise: nil) }
        return made
    }

    func handle(value: Base.Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}

/// The cap has no place for a connection.
struct ConnectionRefused: Error {}
