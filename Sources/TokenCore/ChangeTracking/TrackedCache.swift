import Synchronization

/// Facts kept for as long as they hold; see ``CacheValidity``.
package final class TrackedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct State {
        var table: ClockCache<Key, Value>
        var hits = 0
        var misses = 0
    }

    private let tracker: ChangeTracker
    private let lifetime: Duration
    private let state: Mutex<State>

    /// - Parameters:
    ///   - capacity: facts kept at most.
    ///   - lifetime: how long one may be kept, whatever happens.
    package init(_ tracker: ChangeTracker, capacity: Int, lifetime: Duration) {
        self.tracker = tracker
        self.lifetime = lifetime
        state = Mutex(State(table: ClockCache(capacity: capacity)))
    }

    /// What is kept for a key and may be used now.
    package func use<Result: Sendable>(_ key: Key, _ use: (inout Value) -> Result) -> Result? {
        let now = tracker.now()
        let epoch = tracker.validEpoch(at: now)
        return state.withLock { state in
            guard let epoch, let result = state.table.use(key, in: epoch, at: now, use) else {
                state.misses &+= 1
                return nil
            }
            state.hits &+= 1
            return result
        }
    }

    /// What a reading that begins now is to be kept with.
    package var epoch: CacheValidity.Epoch { tracker.current }

    /// - Parameter epoch: taken before the reading began.
    package func keep(_ value: Value, for key: Key, readIn epoch: CacheValidity.Epoch) {
        let now = tracker.now()
        guard tracker.validEpoch(at: now) == epoch else { return }
        state.withLock { $0.table.keep(value, for: key, readIn: epoch, until: now + lifetime, at: now) }
    }

    package var statistics: CacheStatistics {
        state.withLock { CacheStatistics(hits: $0.hits, misses: $0.misses, entries: $0.table.count) }
    }
}

/// How often a look-up could be spared, since the start.
public struct CacheStatistics: Sendable, Equatable {
    public let hits: Int
    public let misses: Int
    /// Facts kept, those out of date among them.
    public let entries: Int
}
