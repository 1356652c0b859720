import Synchronization

/// A dispatcher that is made when the listener knows its port, because the public base URL may depend on it. The listener accepts
/// connections before that moment; their requests wait.
final class DispatcherPromise: Sendable {
    private enum State {
        case pending([CheckedContinuation<RequestDispatcher, Never>])
        case fulfilled(RequestDispatcher)
    }

    private let state = Mutex(State.pending([]))
    private let make: @Sendable (_ port: Int) -> RequestDispatcher

    init(_ make: @escaping @Sendable (_ port: Int) -> RequestDispatcher) {
        self.make = make
    }

    func fulfill(port: Int) {
        let dispatcher = make(port)
        let waiting: [CheckedContinuation<RequestDispatcher, Never>] = state.withLock { state in
            defer { state = .fulfilled(dispatcher) }
            guard case .pending(let waiting) = state else { return [] }
            return waiting
        }
        for continuation in waiting { continuation.resume(returning: dispatcher) }
    }

    /// `nil` until it is made.
    var current: RequestDispatcher? {
        state.withLock { if case .fulfilled(let dispatcher) = $0 { dispatcher } else { nil } }
    }

    func value() async -> RequestDispatcher {
        if let current { return current }
        return await withCheckedContinuation { continuation in
            let dispatcher: RequestDispatcher? = state.withLock { state in
                switch state {
                case .fulfilled(let dispatcher): return dispatcher
                case .pending(let others):
                    state = .pending(others + [continuation])
                    return nil
                }
            }
            if let dispatcher { continuation.resume(returning: dispatcher) }
        }
    }
}
