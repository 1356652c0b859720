import NIOCore

/// Whole answers of HTTP/1.
extension RequestGuard {
    /// The connection ends after the answer to the request under way.
    var isLast: Bool { state.closesAfterResponse }

    /// Sends the answer to the request under way as it goes over the wire, past the encoder.
    func answer(_ bytes: ByteBuffer) {
        guard !state.isOver, let own else { return }
        state.responseHead()
        let next = state.responseEnded()
        head = nil
        watch?.send(bytes)
        answered(next, own)
    }
}
