import Metrics
import Synchronization

/// How many requests there were and how long they took, by route template and status, for whatever metrics system the program is
/// started with. Templates and statuses are few, so the timers are kept.
final class RequestMetrics: Sendable {
    private struct Key: Hashable {
        let route: String
        let status: Int
    }

    private let timers = Mutex<[Key: Timer]>([:])

    func record(_ answer: GatewayResponse, took: Duration) {
        let key = Key(route: answer.template, status: answer.status)
        let timer = timers.withLock { timers in
            if let known = timers[key] { return known }
            let made = Timer(
                label: "token_gateway_request_duration", dimensions: [("route", key.route), ("status", String(key.status))])
            timers[key] = made
            return made
        }
        let (seconds, attoseconds) = took.components
        timer.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
