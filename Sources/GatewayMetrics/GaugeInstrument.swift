import CoreMetrics
import Synchronization

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
