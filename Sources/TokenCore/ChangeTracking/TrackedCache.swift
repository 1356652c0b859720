import Synchronization

/// A cache of values that are used only while they are valid, see ``CacheValidity``.
package final class TrackedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct State {
        var cache: ClockCache<Key, Value>
        var hits = 0
        var misses = 0
    }

    private let tracker: ChangeTracker
    private let lifetime: Duration
    private let state: Mutex<State>

    /// - Parameters:
    ///   - capacity: the maximum number of values.
    ///   - lifetime: the longest time that a value is used, changed or not.
    package init(_ tracker: ChangeTracker, capacity: Int, lifetime: Duration) {
        self.tracker = tracker
        self.lifetime = lifetime
        state = Mutex(State(cache: ClockCache(capacity: capacity)))
    }

    /// Calls `use` with the cached value of a key if it is valid.
    package func use<Result: Sendable>(_ key: Key, _ use: (inout Value) -> Result) -> Result? {
        let now = tracker.now()
        let epoch = tracker.validEpoch(at: now)
        return state.withLock { state in
            guard let epoch, let result = state.cache.use(key, in: epoch, at: now, use) else {
                state.misses &+= 1
                return nil
            }
            state.hits &+= 1
            return result
        }
    }

    /// The epoch for reads that begin now.
    package var epoch: CacheValidity.Epoch { tracker.current }

    /// - Parameter epoch: taken before the read began.
    package func insert(_ value: Value, for key: Key, readIn epoch: CacheValidity.Epoch) {
        let now = tracker.now()
        guard tracker.validEpoch(at: now) == epoch else { return }
        state.withLock { $0.cache.insert(value, for: key, readIn: epoch, until: now + lifetime, at: now) }
    }

    package var statistics: CacheStatistics {
        state.withLock { CacheStatistics(hits: $0.hits, misses: $0.misses, entries: $0.cache.count) }
    }
}

/// How often a cache was hit since the start of the process.
public struct CacheStatistics: Sendable, Equatable {
    public let hits: Int
    public let misses: Int
    /// Cached values, including invalid ones.
    public let entries: Int
}
