/// Writes metrics in the text format 0.0.4 of Prometheus
/// (https://prometheus.io/docs/instrumenting/exposition_formats/).
package struct Exposition {
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// All metrics of the registry, sorted by name. Reads the observed metrics.
    package static func text(of registry: MetricsRegistry) async -> String {
        var parts: [(name: String, text: String)] = registry.families.map { name, family in
            (name, block(name, registry.helpText(of: name), family))
        }
        for metric in registry.observed {
            var lines = title(metric.name.text, metric.name.help, metric.kind)
            for sample in await metric.read() {
                lines += line(metric.name.text, Labels(sample.labels), number(sample.value))
            }
            parts.append((metric.name.text, lines))
        }
        return parts.sorted { $0.name < $1.name }.map(\.text).joined()
    }

    private static func block(_ name: String, _ help: String?, _ family: Family) -> String {
        var lines = title(name, help, family.kind)
        for (labels, instrument) in family.series.sorted(by: { $0.key < $1.key }) {
            switch instrument {
            case .counter(let counter): lines += line(name, labels, String(counter.value))
            case .gauge(let gauge): lines += line(name, labels, number(gauge.value))
            case .histogram(let histogram): lines += series(name, labels, histogram.reading)
            }
        }
        return lines
    }

    private static func series(_ name: String, _ labels: Labels, _ reading: HistogramInstrument.Reading) -> String {
        var lines = ""
        for (bound, count) in zip(HistogramInstrument.bounds, reading.counts) {
            lines += line(name + "_bucket", labels, String(count), limit: number(bound))
        }
        let total = String(reading.counts.last ?? 0)
        lines += line(name + "_bucket", labels, total, limit: "+Inf")
        lines += line(name + "_sum", labels, number(reading.sum))
        return lines + line(name + "_count", labels, total)
    }

    private static func title(_ name: String, _ help: String?, _ kind: Family.Kind) -> String {
        let text = help.map { "# HELP \(name) \($0.replacing("\\", with: "\\\\").replacing("\n", with: "\\n"))\n" } ?? ""
        return text + "# TYPE \(name) \(kind.rawValue)\n"
    }

    private static func line(_ name: String, _ labels: Labels, _ value: String, limit: String? = nil) -> String {
        var pairs = labels.pairs.map { "\($0.name)=\"\(escaped($0.value))\"" }
        if let limit { pairs.append("le=\"\(limit)\"") }
        return pairs.isEmpty ? "\(name) \(value)\n" : "\(name){\(pairs.joined(separator: ","))} \(value)\n"
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    /// Whole numbers have no fraction.
    private static func number(_ value: Double) -> String {
        Int64(exactly: value).map(String.init) ?? "\(value)"
    }
}
