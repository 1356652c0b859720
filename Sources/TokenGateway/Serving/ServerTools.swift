import GatewayMetrics
import Logging

/// What a running server has beside the rules: certificate, metrics, log.
struct ServerTools: Sendable {
    /// `nil` without TLS.
    let certificate: CertificateReloading?
    /// `nil` when nobody reads them.
    let metrics: MetricsRegistry?
    let reload: Reload
    /// Descriptors that the process may have.
    let descriptors: Int
    let sink: LogSink
    let logger: Logger

    /// The last words of a server that is told to stop a second time.
    func endNow(_ signal: Int32) {
        logger.warning("told to stop again, ending at once")
        sink.flush(within: .milliseconds(300))
    }
}
