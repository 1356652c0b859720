import Dispatch

/// Holds a synchronous body until the test lets it go on.
final class Gate: Sendable {
    private let inside: (stream: AsyncStream<Void>, continuation: AsyncStream<Void>.Continuation)
    private let opening = DispatchSemaphore(value: 0)

    init() { inside = AsyncStream.makeStream() }

    /// For the body, on a thread that may be blocked.
    func enterAndWait() {
        inside.continuation.finish()
        opening.wait()
    }

    /// For the test: returns when the body is there.
    func entered() async {
        for await _ in inside.stream {}
    }

    func open() { opening.signal() }
}
