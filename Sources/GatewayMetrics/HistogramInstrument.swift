import CoreMetrics
import Synchronization

/// Durations in buckets of fixed bounds. Recording takes a lock that nobody holds for longer than that.
final class HistogramInstrument: TimerHandler {
    /// Seconds, from a token check to a hash on a busy machine.
    static let bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    private static let nanoseconds = bounds.map { Int64($0 * 1e9) }

    struct Reading {
        /// How many there were up to each bound, and in all.
        var counts: [Int64]
        /// Seconds.
        var sum: Double
    }

    private struct State {
        var buckets = [Int64](repeating: 0, count: HistogramInstrument.bounds.count + 1)
        var nanoseconds = 0.0
    }

    private let state = Mutex(State())

    func recordNanoseconds(_ duration: Int64) {
        let bucket = Self.nanoseconds.firstIndex { duration <= $0 } ?? Self.nanoseconds.count
        state.withLock { state in
            state.buckets[bucket] &+= 1
            state.nanoseconds += Double(duration)
        }
    }

    var reading: Reading {
        let state = state.withLock { $0 }
        var total: Int64 = 0
        let counts = state.buckets.map { count in
            total += count
            return total
        }
        return Reading(counts: counts, sum: state.nanoseconds / 1e9)
    }
}
