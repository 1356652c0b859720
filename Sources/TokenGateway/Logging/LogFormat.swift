import Foundation
import Logging

/// How log lines look.
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
    /// Sends the log of this program and of its libraries to standard error. To be called once, before the first logger is made.
    /// - Returns: where the lines go, to be flushed at the end.
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
