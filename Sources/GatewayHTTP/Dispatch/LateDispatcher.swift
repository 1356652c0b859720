import Synchronization

/// The front, made when the listener knows its port: the public base URL may depend on it. Requests that come before wait for it.
final class LateDispatcher: Sendable {
    private enum State {
        case waiting([CheckedContinuation<RequestDispatcher, Never>])
        case made(RequestDispatcher)
    }

    private let state = Mutex(State.waiting([]))
    private let maker: @Sendable (_ port: Int) -> RequestDispatcher

    init(_ maker: @escaping @Sendable (_ port: Int) -> RequestDispatcher) {
        self.maker = maker
    }

    func make(port: Int) {
        let made = maker(port)
        let waiting: [CheckedContinuation<RequestDispatcher, Never>] = state.withLock { state in
            defer { state = .made(made) }
            guard case .waiting(let waiting) = state else { return [] }
            return waiting
        }
        for continuation in waiting { continuation.resume(returning: made) }
    }

    /// `nil` before it is made.
    var current: RequestDispatcher? {
        state.withLock { if case .made(let front) = $0 { front } else { nil } }
    }

    func wait() async -> RequestDispatcher {
        if let current { return current }
        return await withCheckedContinuation { continuation in
            let made: RequestDispatcher? = state.withLock { state in
                switch state {
                case .made(let front): return front
                case .waiting(let others):
                    state = .waiting(others + [continuation])
                    return nil
                }
            }
            if let made { continuation.resume(returning: made) }
        }
    }
}
