import GatewayMetrics
import Logging
import ServiceLifecycle

/// What a running server has besides the rules: certificate, metrics, log.
struct ServerTools: Sendable {
    /// `nil` without TLS.
    let certificate: CertificateReloading?
    /// `nil` when no metrics are served.
    let metrics: MetricsRegistry?
    let reload: Reload
    /// Limit of open descriptors of the process.
    let descriptors: Int
    let sink: LogSink
    let logger: Logger

    /// Writes the pending log lines when a second signal ends the process.
    func endNow(_ signal: Int32) {
        logger.warning("second signal to stop, ending at once")
        sink.flush(within: .milliseconds(300))
    }
}

/// A service that starts when others are ready, and never when they fail.
struct StartingAfter<Base: Service>: Service {
    /// Each yields an element, or ends, when its service is ready.
    let ready: [AsyncStream<Void>]
    let base: Base

    func run() async throws {
        for signal in ready {
            await cancelWhenGracefulShutdown {
                for await _ in signal { break }
            }
            // The stream also ends when the wait is cancelled.
            guard !Task.isCancelled, !Task.isShuttingDownGracefully else { return }
        }
        try await base.run()
    }
}
