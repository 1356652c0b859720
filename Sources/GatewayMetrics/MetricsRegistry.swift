package import CoreMetrics
import Synchronization

/// The instruments of swift-metrics, and the observed metrics, which are read at each scrape.
package final class MetricsRegistry: MetricsFactory {
    /// Reads an observed metric; returns no samples if it is not available.
    package typealias Read = @Sendable () async -> [Sample]

    struct ObservedMetric: Sendable {
        let name: MetricName
        let kind: Family.Kind
        let read: Read
    }

    private struct State {
        var families: [String: Family] = [:]
        var seriesCount = 0
        var observed: [ObservedMetric] = []
    }

    /// The maximum number of series of all metrics. Labels come from closed sets; the limit holds even if one does not.
    private let seriesLimit: Int
    private let help: [String: String]
    private let state = Mutex(State())

    /// - Parameters:
    ///   - names: the help texts of counters and timers. Other metrics have none.
    ///   - seriesLimit: the maximum number of series of all metrics.
    package init(names: [MetricName], seriesLimit: Int = 5000) {
        help = Dictionary(names.map { ($0.text, $0.help) }) { $1 }
        self.seriesLimit = seriesLimit
    }

    /// Registers a gauge that is read at each scrape.
    package func gauge(_ name: MetricName, _ read: @escaping Read) { observe(ObservedMetric(name: name, kind: .gauge, read: read)) }

    /// Registers a counter that is read at each scrape.
    package func counter(_ name: MetricName, _ read: @escaping Read) { observe(ObservedMetric(name: name, kind: .counter, read: read)) }

    private func observe(_ metric: ObservedMetric) { state.withLock { $0.observed.append(metric) } }

    func helpText(of name: String) -> String? { help[name] }
    var families: [String: Family] { state.withLock { $0.families } }
    var observed: [ObservedMetric] { state.withLock { $0.observed } }

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

    // Instruments are kept: Prometheus takes a counter that disappears and comes back for a restart.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    /// The instrument of a name and its labels. `nil` if the name has another kind or the series limit is reached.
    private func instrument(
        _ name: String, _ dimensions: [(String, String)], _ kind: Family.Kind, make: () -> Family.Instrument
    ) -> Family.Instrument? {
        let labels = Labels(dimensions)
        return state.withLock { state in
            var family = state.families[name] ?? Family(kind: kind)
            guard family.kind == kind else { return nil }
            if let known = family.series[labels] { return known }
            guard state.seriesCount < seriesLimit else { return nil }
            let made = make()
            family.series[labels] = made
            state.families[name] = family
            state.seriesCount += 1
            return made
        }
    }
}

/// The name and the help text of a metric.
package struct MetricName: Sendable {
    package let text: String
    package let help: String

    package init(_ text: String, _ help: String) {
        self.text = text
        self.help = help
    }
}

/// One value of an observed metric.
package struct Sample: Sendable {
    package let labels: [(String, String)]
    package let value: Double

    package init(_ value: Double, _ labels: [(String, String)] = []) {
        self.labels = labels
        self.value = value
    }
}
