import Foundation
import Logging
import Synchronization

/// The format of log lines.
enum LogFormat: String, Sendable, CaseIterable {
    /// Text on a terminal, JSON elsewhere.
    case auto
    case text
    case json

    /// Whether lines are JSON.
    func isJSON(onTerminal: Bool) -> Bool {
        switch self {
        case .auto: !onTerminal
        case .text: false
        case .json: true
        }
    }
}

/// The log of the server.
enum ServerLog {
    /// Sends the log of this program and of its libraries to standard error. Must be called once, before the first logger is
    /// created.
    /// - Returns: the sink of the lines, to be flushed at the end.
    static func start(level: LogLevel, format: LogFormat) -> LogSink {
        let isJSON = format.isJSON(onTerminal: isatty(STDERR_FILENO) == 1)
        let sink = LogSink(descriptor: STDERR_FILENO) { dropped in
            let text = "\(dropped) log lines were dropped"
            return isJSON ? "{\"level\":\"warning\",\"message\":\"\(text)\"}\n" : "warning  \(text)\n"
        }
        LoggingSystem.bootstrap(
            { label, provider in
                var handler = LineLogHandler(label: label, isJSON: isJSON, level: level, write: sink.append)
                handler.metadataProvider = provider
                return handler
            }, metadataProvider: nil)
        return sink
    }
}

/// The least level that is logged. It can change while the server runs.
final class LogLevel: Sendable {
    private let level: Mutex<Logger.Level>

    init(_ level: Logger.Level) {
        self.level = Mutex(level)
    }

    var current: Logger.Level {
        get { level.withLock { $0 } }
        set { level.withLock { $0 = newValue } }
    }
}
