import Foundation
import Logging
import Synchronization
import Testing

@testable import TokenGateway

/// SIGHUP: which settings change at once, and which ones the log names for a restart.
@Suite struct ReloadTests {
    private let folder: Folder
    private let lines = Lines()

    final class Lines: Sendable {
        let all = Mutex<[String]>([])
        /// What was logged since the last call.
        func take() -> String {
            all.withLock { lines in
                defer { lines = [] }
                return lines.joined()
            }
        }
    }

    init() throws { folder = try Folder() }

    private func reload(from file: String, flags: [(String, String)] = []) throws -> (run: Reload, level: LogLevel) {
        let sources = ConfigurationSources(flags: try assignments(flags), file: file)
        let machine = HostResources(memory: 4 << 30, cores: 2)
        let lines = lines
        let level = LogLevel(.info)
        let logger = Logger(label: "test") { _ in
            LineLogHandler(label: "test", isJSON: true) { line in lines.all.withLock { $0.append(line) } }
        }
        return (
            Reload(
                sources: sources, machine: machine, started: sources.resolve(on: machine), level: level, certificate: nil,
                logger: logger), level
        )
    }

    @Test func unchangedSettingsAreNotLogged() throws {
        let reload = try reload(from: try folder.file("c.yaml", "port: 1\nallowed-hosts: [a, b]\n"))
        reload.run()
        #expect(lines.take().isEmpty)
    }

    @Test func changedSettingsAreNamedWithoutTheirValues() throws {
        let reload = try reload(from: try folder.file("c.yaml", "port: 1\nbase-url: https://a.example\ndrain: 4\nlog-level: info\n"))
        _ = try folder.file("c.yaml", "port: 2\nbase-url: https://secret.example\nmetrics-port: 9\nlog-level: debug\n")
        reload.run()
        #expect(reload.level.current == .debug)
        let log = lines.take()
        #expect(log.contains("log level changed"))
        #expect(log.contains("changed settings need a restart") && log.contains("\"settings\":\"port, base-url, drain, metrics-port\""))
        #expect(!log.contains("secret"))
        // They still need a restart.
        reload.run()
        #expect(lines.take().contains("port, base-url, drain, metrics-port"))
        _ = try folder.file("c.yaml", "port: 1\nbase-url: https://a.example\ndrain: 4\nlog-level: info\n")
        reload.run()
        #expect(!lines.take().contains("restart"))
    }

    @Test func aFlagOverridesAChangeOfTheFile() throws {
        let reload = try reload(from: try folder.file("c.yaml", "port: 1\n"), flags: [("port", "7")])
        _ = try folder.file("c.yaml", "port: 2\n")
        reload.run()
        #expect(lines.take().isEmpty)
    }

    @Test func anInvalidFileChangesNothing() throws {
        let reload = try reload(from: try folder.file("c.yaml", "port: 1\n"))
        _ = try folder.file("c.yaml", "log-level: debug\nprot: 2\n")
        reload.run()
        #expect(reload.level.current == .info)
        let log = lines.take()
        #expect(log.contains("settings not read") && !log.contains("restart"))
    }
}
