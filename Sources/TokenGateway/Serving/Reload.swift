import Logging
import TokenCore

/// What SIGHUP does: the files of the certificate are read again, and the settings; of these the log level is taken up. What is wrong
/// changes nothing.
struct Reload: Sendable {
    let sources: ConfigurationSources
    let machine: Machine
    let level: LogLevel
    let certificate: CertificateReloading?
    let logger: Logger

    func callAsFunction() {
        certificate?.reload()
        do {
            let wanted = try GatewayConfiguration(sources, on: machine).logLevel
            guard wanted != level.current else { return }
            level.current = wanted
            logger.notice("log level changed", metadata: ["level": "\(wanted)"])
        } catch {
            logger.error("settings not read, the old ones stay", metadata: ["cause": "\(error)"])
        }
    }
}
