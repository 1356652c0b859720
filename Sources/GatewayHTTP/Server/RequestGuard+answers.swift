import NIOCore

/// Whole answers of HTTP/1, for whoever stands around the guard.
extension RequestGuard {
    /// The connection ends after the answer to the request under way.
    var isLast: Bool { state.closesAfterResponse }

    /// Sends the answer to the request under way as it goes over the wire, past the encoder.
    func answer(_ bytes: ByteBuffer) {
        guard !state.isOver, let own else { return }
        state.responseHead()
        let next = state.responseEnded()
        head = nil
        watch.forget()
        watch.send(bytes)
        answered(next, own)
    }

    /// Nothing is under way, nothing has begun to come, and answers are taken.
    var isQuiet: Bool {
        guard let own else { return false }
        return state.isQuiet && pending.isEmpty && !watch.hasBegun && own.channel.isWritable
    }

    /// A quiet connection was used without this guard's help.
    func used() {
        if let own { arm(.idle, own) }
    }
}
