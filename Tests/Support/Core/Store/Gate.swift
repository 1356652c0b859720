import Dispatch
import Testing

/// Blocks a synchronous body until the test opens it.
package final class Gate: Sendable {
    private let inside: (stream: AsyncStream<Void>, continuation: AsyncStream<Void>.Continuation)
    private let opening = DispatchSemaphore(value: 0)

    package init() { inside = AsyncStream.makeStream() }

    /// Called by the body, on a thread that may block.
    package func enterAndWait() {
        inside.continuation.finish()
        // Fails instead of hanging when the test ends early.
        if opening.wait(timeout: .now() + 20) == .timedOut { Issue.record("the gate was not opened") }
    }

    /// Called by the test; returns when the body has entered.
    package func entered() async {
        for await _ in inside.stream {}
    }

    package func open() { opening.signal() }
}
