package import CoreMetrics
import Synchronization

/// Keeps what is counted and timed through swift-metrics, and knows whom to ask for the rest.
package final class MetricsRegistry: MetricsFactory {
    /// How a value that is asked for is read; nothing where it cannot be had now.
    package typealias Read = @Sendable () async -> [Sample]

    struct Question: Sendable {
        let name: MetricName
        let kind: Family.Kind
        let read: Read
    }

    private struct State {
        var families: [String: Family] = [:]
        var seriesCount = 0
        var questions: [Question] = []
    }

    /// Series of all names together. Labels come from closed sets, and this holds even if one does not.
    private let bound: Int
    private let help: [String: String]
    private let state = Mutex(State())

    /// - Parameter names: what the names mean that are counted and timed; one that is not here has no help text.
    package init(names: [MetricName], bound: Int = 5000) {
        help = Dictionary(names.map { ($0.text, $0.help) }) { $1 }
        self.bound = bound
    }

    /// A value that goes up and down, asked for when it is read.
    package func gauge(_ name: MetricName, _ read: @escaping Read) { ask(Question(name: name, kind: .gauge, read: read)) }

    /// A value that only grows, asked for when it is read.
    package func counter(_ name: MetricName, _ read: @escaping Read) { ask(Question(name: name, kind: .counter, read: read)) }

    private func ask(_ question: Question) { state.withLock { $0.questions.append(question) } }

    func helpText(of name: String) -> String? { help[name] }
    var families: [String: Family] { state.withLock { $0.families } }
    var questions: [Question] { state.withLock { $0.questions } }

    // MARK: MetricsFactory

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        let made = instrument(label, dimensions, .counter) { .counter(CounterInstrument()) }
        if case .counter(let counter) = made { return counter }
        return NOOPMetricsHandler.instance
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        let made = instrument(label, dimensions, .gauge) { .gauge(GaugeInstrument()) }
        if case .gauge(let gauge) = made { return gauge }
        return NOOPMetricsHandler.instance
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        let made = instrument(label, dimensions, .gauge) { .gauge(GaugeInstrument()) }
        if case .gauge(let gauge) = made { return gauge }
        return NOOPMetricsHandler.instance
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        let made = instrument(label, dimensions, .histogram) { .histogram(HistogramInstrument()) }
        if case .histogram(let histogram) = made { return histogram }
        return NOOPMetricsHandler.instance
    }

    // Whatever was counted stays: a counter that disappears and comes back is taken for a restart.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    /// The one instrument of a name and its labels; `nil` when the name is of another kind or the bound is reached.
    private func instrument(
        _ name: String, _ dimensions: [(String, String)], _ kind: Family.Kind, make: () -> Family.Instrument
    ) -> Family.Instrument? {
        let labels = Labels(dimensions)
        return state.withLock { state in
            var family = state.families[name] ?? Family(kind: kind)
            guard family.kind == kind else { return nil }
            if let known = family.series[labels] { return known }
            guard state.seriesCount < bound else { return nil }
            let made = make()
            family.series[labels] = made
            state.families[name] = family
            state.seriesCount += 1
            return made
        }
    }
}
