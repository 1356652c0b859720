import Dispatch

/// Blocks a synchronous body until the test opens the gate.
final class Gate: Sendable {
    private let inside: (stream: AsyncStream<Void>, continuation: AsyncStream<Void>.Continuation)
    private let opening = DispatchSemaphore(value: 0)

    init() { inside = AsyncStream.makeStream() }

    /// Called by the body, on a thread that may be blocked.
    func enterAndWait() {
        inside.continuation.finish()
        opening.wait()
    }

    /// Called by the test: returns when the body has entered.
    func entered() async {
        for await _ in inside.stream {}
    }

    func open() { opening.signal() }
}
