package import Logging
package import Synchronization

/// Records method, route, status and address of each line of the access log.
package final class LogRecorder: Sendable {
    package let lines = Mutex<[String]>([])

    package init() {}

    package var logger: Logger {
        Logger(label: "test") { _ in Handler(recorder: self) }
    }

    private struct Handler: LogHandler {
        let recorder: LogRecorder
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let line = ["method", "route", "status", "address"].map { "\(event.metadata?[$0] ?? "-")" }.joined(separator: " ")
            recorder.lines.withLock { $0.append(line) }
        }
    }
}
