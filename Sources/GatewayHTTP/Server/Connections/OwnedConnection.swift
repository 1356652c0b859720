import HummingbirdCore
import NIOCore
import NIOHTTPTypes
import Synchronization

/// A connection that is ended in good order even when nobody handles it: one that comes in the moment in which the server stops is
/// dropped, and NIO ends the process over a dropped `NIOAsyncChannel`.
final class OwnedConnection: ServerChildChannelValue {
    typealias Parts = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    private let parts: Parts
    private let isTaken = Atomic(false)

    init(_ parts: Parts) {
        self.parts = parts
    }

    var channel: any Channel { parts.channel }

    /// For whoever handles the connection to its end.
    func take() -> Parts {
        isTaken.store(true, ordering: .relaxed)
        return parts
    }

    deinit {
        guard !isTaken.load(ordering: .relaxed) else { return }
        let parts = parts
        Task { try? await parts.executeThenClose { _, _ in } }
    }
}
