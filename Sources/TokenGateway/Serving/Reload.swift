import Logging
import TokenCore

/// What SIGHUP does: the files of the certificate are read again, and the settings; of these the log level is applied, and the others
/// that have changed are named, since they need a restart. What is wrong changes nothing.
struct Reload: Sendable {
    let sources: ConfigurationSources
    let machine: HostResources
    /// Values as they were written at the start, by the names of their settings.
    let started: [String: String]
    let level: LogLevel
    let certificate: CertificateReloading?
    let logger: Logger

    init(
        sources: ConfigurationSources, machine: HostResources, started: ConfigurationSources.Reading, level: LogLevel,
        certificate: CertificateReloading?, logger: Logger
    ) {
        self.sources = sources
        self.machine = machine
        self.started = Self.values(started)
        self.level = level
        self.certificate = certificate
        self.logger = logger
    }

    func callAsFunction() {
        certificate?.reload()
        let reading = sources.read()
        do {
            apply(try GatewayConfiguration(reading, on: machine).logLevel)
            let waiting = needingRestart(Self.values(reading))
            guard !waiting.isEmpty else { return }
            logger.warning("changed settings need a restart", metadata: ["settings": "\(waiting.joined(separator: ", "))"])
        } catch {
            logger.error("settings not read, the old ones stay", metadata: ["cause": "\(error)"])
        }
    }

    private func apply(_ wanted: Logger.Level) {
        guard wanted != level.current else { return }
        level.current = wanted
        logger.notice("log level changed", metadata: ["level": "\(wanted)"])
    }

    /// Names of settings that are not what they were at the start, in the order of their table.
    private func needingRestart(_ values: [String: String]) -> [String] {
        Setting.all.map(\.name).filter { $0 != Setting.logLevel.name && values[$0] != started[$0] }
    }

    private static func values(_ reading: ConfigurationSources.Reading) -> [String: String] {
        Dictionary(Setting.all.compactMap { setting in reading.written(setting).map { (setting.name, $0) } }) { $1 }
    }
}
