package import Logging
import ServiceModel

/// Logs the cause of failures of which clients get only a report id.
package struct FaultReporter: Sendable {
    let logger: Logger

    package init(logger: Logger) {
        self.logger = logger
    }

    /// The fault as it is sent: an `internal` fault gets a report id, which the log line has as well (contract: `rest.md` §12).
    func report(_ fault: Fault, of request: GatewayRequest) -> Fault {
        let common: Logger.Metadata = ["request_id": .string(request.origin.requestID), "cause": .string(fault.cause ?? "")]
        switch fault.kind {
        case .internal:
            let id = Self.makeID()
            logger.error("unexpected failure", metadata: common.merging(["report": .string(id)]) { $1 })
            return Fault(.internal, [.init(.text(id))])
        case .unavailable:
            logger.warning("service unavailable", metadata: common)
            return fault
        default: return fault
        }
    }

    /// `webapi-` and 13 lower-case hexadecimal digits.
    private static func makeID() -> String {
        withUnsafeBytes(of: UInt64.random(in: .min ... .max)) { "webapi-" + Hex.encode($0).prefix(13) }
    }
}
