import Foundation
import Synchronization

/// Handles signals. The first SIGTERM or SIGINT asks for a graceful shutdown, the second ends the process at once; SIGHUP reloads.
/// Signals are handled outside of Swift concurrency, whose threads may be the ones that hang.
final class SignalWatch {
    private let sources: [any DispatchSourceSignal]

    /// - Parameters:
    ///   - stop: called once.
    ///   - endNow: called with the number of each further signal to stop.
    init(
        stop: @escaping @Sendable () -> Void, endNow: @escaping @Sendable (_ signal: Int32) -> Void, reload: @escaping @Sendable () -> Void
    ) {
        let queue = DispatchQueue(label: "token-gateway.signals", qos: .userInteractive)
        let shared = Shared()
        sources = [SIGTERM, SIGINT, SIGHUP].map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                guard number != SIGHUP else { return reload() }
                let isFirst = !shared.isAsked.exchange(true, ordering: .relaxed)
                if isFirst { stop() } else { endNow(number) }
            }
            source.activate()
            return source
        }
    }

    private final class Shared: Sendable {
        let isAsked = Atomic(false)
    }

    deinit {
        for source in sources { source.cancel() }
    }
}
