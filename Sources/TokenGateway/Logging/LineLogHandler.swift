import Foundation
import GatewayHTTP
import Logging
import ServiceModel
import TokenCore

/// Writes one line for each event: JSON for machines, text for a terminal. Text that clients sent can neither begin a new line nor send
/// control characters to the terminal (log injection, CWE-117).
struct LineLogHandler: LogHandler {
    /// The common level, unless this logger was given its own.
    var logLevel: Logger.Level {
        get { ownLevel ?? level.current }
        set { ownLevel = newValue }
    }
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    private let level: LogLevel
    private var ownLevel: Logger.Level?
    private let label: String
    private let isJSON: Bool
    private let write: @Sendable (String) -> Void
    private let now: @Sendable () -> Date

    init(
        label: String, isJSON: Bool, level: LogLevel = LogLevel(.info), now: @escaping @Sendable () -> Date = { Date() },
        write: @escaping @Sendable (String) -> Void
    ) {
        self.level = level
        self.label = label
        self.isJSON = isJSON
        self.now = now
        self.write = write
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var values = event.metadata ?? [:]
        if let provided = metadataProvider?.get(), !provided.isEmpty { values.merge(provided) { own, _ in own } }
        if !metadata.isEmpty { values.merge(metadata) { own, _ in own } }
        if let error = event.error { values["error"] = "\(error)" }
        let sorted = values.sorted { $0.key < $1.key }
        write((isJSON ? json(event, sorted) : text(event, sorted)) + "\n")
    }

    /// ISO 8601 in UTC with milliseconds.
    private var time: String {
        Timestamp(milliseconds: Int64((now().timeIntervalSince1970 * 1000).rounded(.down))).rfc3339WithMilliseconds
    }

    private func json(_ event: LogEvent, _ metadata: [(key: String, value: Logger.Metadata.Value)]) -> String {
        var line = WireObject()
        line.append("time", .text(time))
        line.append("level", .text(event.level.rawValue))
        line.append("logger", .text(label))
        line.append("message", .text(VisibleText.of(event.message.description)))
        if !metadata.isEmpty { line.append("metadata", .object(Self.wire(metadata))) }
        return String(decoding: JSONWriter.write(.object(line), emptyObjectAsList: false), as: UTF8.self)
    }

    private static func wire(_ metadata: [(key: String, value: Logger.Metadata.Value)]) -> WireObject {
        var object = WireObject()
        for (key, value) in metadata { object.append(VisibleText.of(key), wire(value)) }
        return object
    }

    private static func wire(_ value: Logger.Metadata.Value) -> Wire {
        switch value {
        case .string(let text): .text(VisibleText.of(text))
        case .stringConvertible(let number as Int): .int(number)
        case .stringConvertible(let flag as Bool): .bool(flag)
        case .stringConvertible(let value): .text(VisibleText.of("\(value)"))
        case .array(let members): .list(members.map(wire))
        case .dictionary(let members): .object(wire(members.sorted { $0.key < $1.key }))
        }
    }

    private func text(_ event: LogEvent, _ metadata: [(key: String, value: Logger.Metadata.Value)]) -> String {
        let values = metadata.map { " \(VisibleText.of($0.key))=\(VisibleText.of("\($0.value)"))" }.joined()
        let level = event.level.rawValue.padding(toLength: 8, withPad: " ", startingAt: 0)
        return "\(time) \(level) \(VisibleText.of(event.message.description))\(values)"
    }
}
