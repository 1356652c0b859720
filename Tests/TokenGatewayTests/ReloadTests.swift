import Foundation
import Logging
import Synchronization
import Testing

@testable import TokenGateway

/// SIGHUP: what changes at once, and what the log names for a restart.
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

    private func reload(from file: String, flags: [(setting: Setting, text: String)] = []) -> (run: Reload, level: LogLevel) {
        let sources = ConfigurationSources(flags: flags, file: file)
        let lines = lines
        let level = LogLevel(.info)
        let logger = Logger(label: "test") { _ in
            LineLogHandler(label: "test", isJSON: true) { line in lines.all.withLock { $0.append(line) } }
        }
        return (
            Reload(
                sources: sources, machine: HostResources(memory: 4 << 30, cores: 2), started: sources.read(), level: level,
                certificate: nil,
                logger: logger), level
        )
    }

    @Test func nothingIsSaidOfSettingsThatHaveNotChanged() throws {
        let reload = reload(from: try folder.file("c.yaml", "port: 1\nallowed-hosts: [a, b]\n"))
        reload.run()
        #expect(lines.take().isEmpty)
    }

    @Test func changedSettingsAreNamedWithoutTheirValues() throws {
        let reload = reload(from: try folder.file("c.yaml", "port: 1\nbase-url: https://a.example\ndrain: 4\nlog-level: info\n"))
        _ = try folder.file("c.yaml", "port: 2\nbase-url: https://secret.example\nmetrics-port: 9\nlog-level: debug\n")
        reload.run()
        #expect(reload.level.current == .debug)
        let told = lines.take()
        #expect(told.contains("log level changed"))
        #expect(told.contains("changed settings need a restart") && told.contains("\"settings\":\"port, base-url, drain, metrics-port\""))
        #expect(!told.contains("secret"))
        // They wait still.
        reload.run()
        #expect(lines.take().contains("port, base-url, drain, metrics-port"))
        _ = try folder.file("c.yaml", "port: 1\nbase-url: https://a.example\ndrain: 4\nlog-level: info\n")
        reload.run()
        #expect(!lines.take().contains("restart"))
    }

    @Test func aFlagHidesWhatChangesInTheFile() throws {
        let reload = reload(from: try folder.file("c.yaml", "port: 1\n"), flags: [(.port, "7")])
        _ = try folder.file("c.yaml", "port: 2\n")
        reload.run()
        #expect(lines.take().isEmpty)
    }

    @Test func aFileThatIsWrongChangesNothing() throws {
        let reload = reload(from: try folder.file("c.yaml", "port: 1\n"))
        _ = try folder.file("c.yaml", "log-level: debug\nprot: 2\n")
        reload.run()
        #expect(reload.level.current == .info)
        let told = lines.take()
        #expect(told.contains("settings not read") && !told.contains("restart"))
    }
}
