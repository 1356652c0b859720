import ServiceModel

/// Maps faults to SOAP fault codes and their statuses (contract: `soap.md` §8, D31). No other code does.
enum FaultCode: Sendable {
    case sender, receiver, versionMismatch, mustUnderstand, dataEncodingUnknown

    init(_ kind: Fault.Kind) {
        switch kind {
        case .internal, .unavailable: self = .receiver
        case .versionMismatch: self = .versionMismatch
        case .mustUnderstand: self = .mustUnderstand
        case .dataEncodingUnknown: self = .dataEncodingUnknown
        default: self = .sender
        }
    }

    func localName(_ version: SOAPVersion) -> String {
        switch (self, version) {
        case (.sender, .v11): "Client"
        case (.sender, .v12): "Sender"
        case (.receiver, .v11): "Server"
        case (.receiver, .v12): "Receiver"
        case (.versionMismatch, _): "VersionMismatch"
        case (.mustUnderstand, _): "MustUnderstand"
        case (.dataEncodingUnknown, .v11): "Client"
        case (.dataEncodingUnknown, .v12): "DataEncodingUnknown"
        }
    }

    /// SOAP 1.1 sends every fault with 500, SOAP 1.2 sends the sender's faults with 400.
    func status(_ version: SOAPVersion) -> Int {
        version == .v12 && self == .sender ? 400 : 500
    }

    /// Refusals of the HTTP layer keep their HTTP status (contract: `soap.md` §9).
    static func status(of fault: Fault, _ version: SOAPVersion) -> Int {
        switch fault.kind {
        case .methodNotAllowed, .bodyTooLarge, .unsupportedMediaType, .timeout, .targetTooLong, .headTooLarge, .misdirected,
            .expectationFailed, .tooManyRequests:
            fault.kind.httpStatus
        case .invalid where fault.message == .requestMalformed: 400
        default: FaultCode(fault.kind).status(version)
        }
    }
}
