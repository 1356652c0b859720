import Logging
import Synchronization

/// Keeps what the access log says: method, route, status and address of each request.
final class LogKeeper: Sendable {
    let lines = Mutex<[String]>([])

    var logger: Logger {
        Logger(label: "test") { _ in Handler(keeper: self) }
    }

    private struct Handler: LogHandler {
        let keeper: LogKeeper
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let line = ["method", "route", "status", "address"].map { "\(event.metadata?[$0] ?? "-")" }.joined(separator: " ")
            keeper.lines.withLock { $0.append(line) }
        }
    }
}
