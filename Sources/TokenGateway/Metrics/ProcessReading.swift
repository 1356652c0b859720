import Foundation
import GatewayMetrics

/// What the system tells of this process, under the names that every exporter of Prometheus has for it.
enum ProcessReading {
    static func register(in registry: MetricsRegistry) {
        registry.gauge(MeasuredName.memory) { residentMemory.map { [Sample($0)] } ?? [] }
        registry.gauge(MeasuredName.descriptors) { openDescriptors.map { [Sample($0)] } ?? [] }
        registry.gauge(MeasuredName.descriptorLimit) { [Sample(Double(DescriptorLimit.raise()))] }
        registry.counter(MeasuredName.processorTime) { [Sample(processorTime)] }
    }

    /// Bytes; `nil` without a /proc.
    private static var residentMemory: Double? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
        return text.split(separator: " ").dropFirst().first.flatMap { Double($0) }.map { $0 * Double(getpagesize()) }
    }

    private static var openDescriptors: Double? {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")).map { Double($0.count) }
    }

    /// Seconds.
    private static var processorTime: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
    }
}
