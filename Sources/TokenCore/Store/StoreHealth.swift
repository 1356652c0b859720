import Synchronization

/// Whether a write to the store would succeed. Every write of this process notes its outcome here; ``probe()`` finds out what no write
/// has told yet, and when what failed succeeds again.
public final class StoreHealth: Sendable {
    public enum State: Sendable, Equatable {
        case writable
        /// The last write failed, for this reason.
        case failing(String)
        /// See ``StoreFailure/lost(_:)``; this stays.
        case lost(String)

        /// Why a write would fail; `nil`: it would not.
        public var obstacle: String? {
            switch self {
            case .writable: nil
            case .failing(let cause), .lost(let cause): cause
            }
        }
    }

    /// How often to probe.
    public static let interval = Duration.milliseconds(500)

    private let current = Mutex(State.writable)

    public var state: State { current.withLock { $0 } }

    /// A transaction that writes has been committed.
    func succeeded() {
        current.withLock { state in
            if case .failing = state { state = .writable }
        }
    }

    /// A transaction that writes, or a look at the store, has failed. Refusals of what was asked for are no trouble of the store.
    func failed(_ error: any Error) {
        current.withLock { state in
            if case .lost = state { return }
            switch error {
            case StoreFailure.lost(let cause): state = .lost(cause)
            case StoreFailure.unavailable(let cause): state = .failing(cause)
            default: break
            }
        }
    }
}

extension Core {
    /// Tries a write when the last one failed, or when something can be seen that may make the next one fail. Costs next to nothing
    /// while all is well.
    public func probeStore() async {
        switch health.state {
        case .lost: return
        case .writable where database.writeObstacle == nil: return
        // The outcome is noted where all writes pass.
        case .writable, .failing: try? await database.write { try $0.probe() }
        }
    }
}
