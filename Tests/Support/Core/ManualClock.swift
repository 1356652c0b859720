import Synchronization
package import TokenCore

/// A wall clock that a test advances.
package final class ManualClock: WallClock {
    private let time: Mutex<Timestamp>

    package init(_ milliseconds: Int64 = 1_700_000_000_000) {
        time = Mutex(Timestamp(milliseconds: milliseconds))
    }

    package func now() -> Timestamp { time.withLock { $0 } }
    package func advance(milliseconds: Int64) { time.withLock { $0 = $0.adding(milliseconds: milliseconds) } }
    package func advance(seconds: Int) { advance(milliseconds: Int64(seconds) * 1000) }
}

/// A monotonic clock that a test advances.
package final class ManualTicks: Sendable {
    private let time = Mutex(ContinuousClock.now)

    package init() {}

    package func now() -> ContinuousClock.Instant { time.withLock { $0 } }
    package func advance(_ duration: Duration) { time.withLock { $0 += duration } }
}
