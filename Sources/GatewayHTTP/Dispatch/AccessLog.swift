package import Logging
import ServiceModel

/// One line a request: templates of addresses, never queries, never values.
package struct AccessLog: Sendable {
    let logger: Logger

    package init(logger: Logger) {
        self.logger = logger
    }

    /// - Parameter reason: of a refusal.
    func write(
        method: String, template: String, status: Int, address: String, requestID: String, reason: String?, took: Duration
    ) {
        guard logger.logLevel <= .info else { return }
        let (seconds, attoseconds) = took.components
        let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        var metadata: Logger.Metadata = [
            "method": .string(Self.shown(method)), "route": .string(template), "status": .stringConvertible(status),
            "us": .stringConvertible(microseconds), "address": .string(address), "request_id": .string(requestID),
        ]
        if let reason { metadata["reason"] = .string(reason) }
        logger.info("request", metadata: metadata)
    }

    /// Methods are tokens of any length.
    private static func shown(_ method: String) -> String {
        String(method.prefix(16))
    }
}
