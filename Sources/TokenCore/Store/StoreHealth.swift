import Synchronization

/// Whether writes to the store succeed. Every write of this process records its outcome here. ``probeStore()`` finds out while nothing else
/// writes, and when a failed store has recovered.
public final class StoreHealth: Sendable {
    public enum State: Sendable, Equatable {
        case writable
        /// The last write failed for this reason.
        case failing(String)
        /// See ``StoreFailure/lost(_:)``; this state is final.
        case lost(String)

        /// Why the next write may fail; `nil` when nothing is known against it.
        public var obstacle: String? {
            switch self {
            case .writable: nil
            case .failing(let cause), .lost(let cause): cause
            }
        }
    }

    /// The time between probes.
    public static let interval = Duration.milliseconds(500)

    private let current = Mutex(State.writable)

    public var state: State { current.withLock { $0 } }

    /// Records that a write was committed.
    func succeeded() {
        current.withLock { state in
            if case .failing = state { state = .writable }
        }
    }

    /// Records that a write or a check of the store failed. A refusal of the requested change is not a failure of the store.
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
    /// Writes a probe when the last write failed, or when a visible condition may make the next one fail. Otherwise the cost is negligible.
    public func probeStore() async {
        switch health.state {
        case .lost: return
        case .writable where database.writeObstacle == nil: return
        // Every write records its outcome.
        case .writable, .failing: try? await database.write { try $0.probe() }
        }
    }
}
