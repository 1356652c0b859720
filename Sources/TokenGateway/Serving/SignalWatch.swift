import Foundation
import Synchronization

/// What the process does on signals. The first SIGTERM or SIGINT asks for an end in good order, the second ends the process at once;
/// SIGHUP reads again what can be read again. They are watched outside of Swift's concurrency, whose threads may be what hangs.
final class SignalWatch {
    private let sources: [any DispatchSourceSignal]

    /// - Parameters:
    ///   - stop: called once.
    ///   - endNow: called for every further signal to stop, with its number.
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
