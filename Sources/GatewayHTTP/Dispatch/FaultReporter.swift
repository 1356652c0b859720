package import Logging
import ServiceModel

/// Tells the operator what a client is only told the number of.
package struct FaultReporter: Sendable {
    let logger: Logger

    package init(logger: Logger) {
        self.logger = logger
    }

    /// The fault as it goes out: `internal` gets its report id, which the log line has, too (contract: `rest.md` §12).
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

    /// `webapi-` and 13 lower-case hex digits.
    private static func makeID() -> String {
        withUnsafeBytes(of: UInt64.random(in: .min ... .max)) { "webapi-" + Hex.encode($0).prefix(13) }
    }
}
