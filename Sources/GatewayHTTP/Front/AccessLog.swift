package import Logging
import ServiceModel

/// One line a request: templates of addresses, never queries, never values.
package struct AccessLog: Sendable {
    let logger: Logger

    package init(logger: Logger) {
        self.logger = logger
    }

    func write(_ request: GatewayRequest, _ answer: GatewayResponse, took: Duration) {
        let (seconds, attoseconds) = took.components
        let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        var metadata: Logger.Metadata = [
            "method": .string(Self.shown(request.method)), "route": .string(answer.template), "status": .stringConvertible(answer.status),
            "us": .stringConvertible(microseconds), "address": .string(request.origin.address),
            "request_id": .string(request.origin.requestID),
        ]
        if let reason = answer.reason { metadata["reason"] = .string(reason) }
        logger.info("request", metadata: metadata)
    }

    /// Methods are tokens of any length.
    private static func shown(_ method: String) -> String {
        String(method.prefix(16))
    }
}
