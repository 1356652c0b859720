package import CoreMetrics
import Metrics
import Synchronization

/// How many requests there were and how long they took, by what was asked for and how it ended. Every label has few values: templates of
/// addresses, never addresses.
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

    /// - Parameter took: `nil` for a request that was refused before it was whole.
    func record(template: String, status: Int, isHTTP2: Bool, took: Duration?) {
        let key = Key(route: template, status: status, isHTTP2: isHTTP2)
        let known = instruments.withLock { instruments in
            if let known = instruments[key] { return known }
            let made = make(key)
            instruments[key] = made
            return made
        }
        known.count.increment()
        if let took { known.time.record(duration: took) }
    }

    private func make(_ key: Key) -> Instruments {
        let common = [("route", key.route), ("protocol", Self.facade(of: key.route)), ("http", key.isHTTP2 ? "2" : "1.1")]
        return Instruments(
            count: Counter(label: Self.requests, dimensions: common + [("status", String(key.status))], factory: factory),
            time: Timer(label: Self.duration, dimensions: common + [("outcome", "\(key.status / 100)xx")], factory: factory))
    }

    /// Templates begin with the façade they belong to.
    private static func facade(of route: String) -> String {
        let first = route.split(separator: "/").first.map(String.init) ?? ""
        if ["refused", "unmatched"].contains(first) { return "none" }
        return ["rest", "soap", "oauth", "auth", "health"].contains(first) ? first : "page"
    }
}
