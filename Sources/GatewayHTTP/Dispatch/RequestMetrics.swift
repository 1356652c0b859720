package import CoreMetrics
import Metrics
import Synchronization

/// Counts and times requests by route, status and protocol. Every label has few values: templates of paths, never paths.
package final class RequestMetrics: Sendable {
    package static let requests = "token_gateway_requests_total"
    package static let duration = "token_gateway_request_duration_seconds"

    private struct Key: Hashable {
        let route: String
        let status: Int
        let isHTTP2: Bool
    }

    private struct Instruments {
        let count: Counter
        let time: Timer
    }

    private let factory: any MetricsFactory
    private let instruments = Mutex<[Key: Instruments]>([:])

    package init(factory: any MetricsFactory) {
        self.factory = factory
    }

    /// - Parameter duration: `nil` for a request that the listener refused.
    func record(template: String, status: Int, isHTTP2: Bool, duration: Duration?) {
        let key = Key(route: template, status: status, isHTTP2: isHTTP2)
        let found = instruments.withLock { instruments in
            if let existing = instruments[key] { return existing }
            let made = make(key)
            instruments[key] = made
            return made
        }
        found.count.increment()
        if let duration { found.time.record(duration: duration) }
    }

    private func make(_ key: Key) -> Instruments {
        let common = [("route", key.route), ("protocol", Self.facade(of: key.route)), ("http", key.isHTTP2 ? "2" : "1.1")]
        return Instruments(
            count: Counter(label: Self.requests, dimensions: common + [("status", String(key.status))], factory: factory),
            time: Timer(label: Self.duration, dimensions: common + [("outcome", "\(key.status / 100)xx")], factory: factory))
    }

    /// The first segment of a template names the façade.
    private static func facade(of route: String) -> String {
        let first = route.split(separator: "/").first.map(String.init) ?? ""
        if ["refused", "unmatched"].contains(first) { return "none" }
        return ["rest", "soap", "oauth", "auth", "health"].contains(first) ? first : "page"
    }
}
