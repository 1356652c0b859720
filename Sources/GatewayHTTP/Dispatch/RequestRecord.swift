import Logging
import ServiceModel

/// What is recorded of every request: its line in the access log and its part in the metrics.
struct RequestRecord: Sendable {
    let logger: Logger
    /// `nil` without metrics.
    var metrics: RequestMetrics?

    /// - Parameter duration: `nil` for a request that the listener refused.
    func write(_ request: GatewayRequest, _ response: GatewayResponse, duration: Duration?) {
        log(request, response, duration: duration ?? .zero)
        metrics?.record(template: response.template, status: response.status, isHTTP2: request.isHTTP2, duration: duration)
    }

    /// The line contains the template of the path, and neither the path, the query nor any value.
    private func log(_ request: GatewayRequest, _ response: GatewayResponse, duration: Duration) {
        guard logger.logLevel <= .info else { return }
        let (seconds, attoseconds) = duration.components
        let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        var metadata: Logger.Metadata = [
            // Methods are tokens of any length.
            "method": .string(String(request.method.prefix(16))), "route": .string(response.template),
            "status": .stringConvertible(response.status), "us": .stringConvertible(microseconds),
            "address": .string(request.origin.address), "request_id": .string(request.origin.requestID),
        ]
        if let reason = response.reason { metadata["reason"] = .string(reason) }
        logger.info("request", metadata: metadata)
    }
}
