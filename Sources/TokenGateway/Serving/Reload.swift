import Logging
import TokenCore

/// What SIGHUP does: reads the certificate files and the settings again. A changed log level is applied; other changed settings are
/// logged, because they need a restart. Invalid settings change nothing.
struct Reload: Sendable {
    let sources: ConfigurationSources
    let machine: HostResources
    /// Texts at the start, by the names of their settings.
    let started: [String: String]
    let level: LogLevel
    let certificate: CertificateReloading?
    let logger: Logger

    init(
        sources: ConfigurationSources, machine: HostResources, started: ResolvedConfiguration, level: LogLevel,
        certificate: CertificateReloading?, logger: Logger
    ) {
        self.sources = sources
        self.machine = machine
        self.started = Self.texts(of: started)
        self.level = level
        self.certificate = certificate
        self.logger = logger
    }

    func callAsFunction() {
        certificate?.reload()
        let resolved = sources.resolve(on: machine)
        do {
            apply(try GatewayConfiguration(resolved).logLevel)
            let changed = needingRestart(Self.texts(of: resolved))
            guard !changed.isEmpty else { return }
            logger.warning("changed settings need a restart", metadata: ["settings": "\(changed.joined(separator: ", "))"])
        } catch {
            logger.error("settings not read, the old ones stay in force", metadata: ["cause": "\(error)"])
        }
    }

    private func apply(_ wanted: Logger.Level) {
        guard wanted != level.current else { return }
        level.current = wanted
        logger.notice("log level changed", metadata: ["level": "\(wanted)"])
    }

    /// Names of settings that are not what they were at the start and take effect at the next one, in the order of listings.
    private func needingRestart(_ texts: [String: String]) -> [String] {
        ProgramSettings.all.filter { !$0.isReloadable }.map(\.name).filter { texts[$0] != started[$0] }
    }

    private static func texts(of resolved: ResolvedConfiguration) -> [String: String] {
        Dictionary(ProgramSettings.all.compactMap { setting in resolved.text(of: setting).map { (setting.name, $0) } }) { $1 }
    }
}
