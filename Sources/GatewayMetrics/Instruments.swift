import CoreMetrics
import Synchronization

/// A histogram of durations with fixed buckets. Its lock is held only for recording and copying.
final class HistogramInstrument: TimerHandler {
    /// The upper bounds in seconds, from a token check to a password hash under load.
    static let bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    private static let nanoseconds = bounds.map { Int64($0 * 1e9) }

    struct Reading {
        /// The cumulative count of each bucket; the last one is the total.
        var counts: [Int64]
        /// The sum in seconds.
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

/// A number that only grows.
final class CounterInstrument: CounterHandler {
    private let count = Atomic<Int64>(0)

    func increment(by amount: Int64) { count.wrappingAdd(amount, ordering: .relaxed) }
    func reset() { count.store(0, ordering: .relaxed) }
    var value: Int64 { count.load(ordering: .relaxed) }
}

/// A number that goes up and down.
final class GaugeInstrument: RecorderHandler, MeterHandler {
    private let bits = Atomic<UInt64>(0)

    var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }
    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }
    func increment(by amount: Double) { change { $0 + amount } }
    func decrement(by amount: Double) { change { $0 - amount } }

    private func change(_ next: (Double) -> Double) {
        var old = bits.load(ordering: .relaxed)
        while true {
            let (exchanged, found) = bits.compareExchange(
                expected: old, desired: next(Double(bitPattern: old)).bitPattern, ordering: .relaxed)
            guard !exchanged else { return }
            old = found
        }
    }
}
