/// The one error that crosses target borders: which message, with which values, and what kind of failure.
///
/// One file maps it to HTTP (`GatewayHTTP/REST/Status.swift`), one to SOAP (`GatewayHTTP/SOAP/FaultCode.swift`).
public struct Fault: Error, Sendable {
    /// What went wrong, without any protocol's numbers.
    public enum Kind: Sendable, Hashable {
        case invalid, unauthorized, notFound, methodNotAllowed, notAcceptable, unsupportedMediaType
        case tooManyRequests
        case bodyTooLarge, headTooLarge, targetTooLong, timeout, misdirected, expectationFailed
        case `internal`, unavailable
        case versionMismatch, mustUnderstand, dataEncodingUnknown, procedureNotPresent
    }

    /// A value of a message; named, or positional when it has no name.
    public struct Argument: Sendable {
        public enum Value: Sendable {
            case wire(Wire)
            /// Another message, as `input.nested` holds one.
            indirect case fault(Fault)
        }

        public let name: String?
        public let value: Value

        public init(_ value: Wire) {
            self.name = nil
            self.value = .wire(value)
        }

        public init(_ name: String, _ value: Wire) {
            self.name = name
            self.value = .wire(value)
        }

        public init(_ inner: Fault) {
            self.name = nil
            self.value = .fault(inner)
        }
    }

    public let message: Message
    public let kind: Kind
    public let arguments: [Argument]
    /// Two or more collected errors; then the message is `input.several`.
    public let collected: [Fault]
    /// Seconds after which another try makes sense.
    public let retryAfter: Int?
    /// What the operator's log tells about `internal` and `service.unavailable`; clients never see it.
    public let cause: String?

    public init(_ message: Message, _ arguments: [Argument] = [], kind: Kind? = nil, retryAfter: Int? = nil, cause: String? = nil) {
        self.message = message
        self.kind = kind ?? message.kind
        self.arguments = arguments
        self.collected = []
        self.cause = cause
        self.retryAfter = retryAfter ?? (self.kind == .unavailable ? 1 : nil)
    }

    private init(several faults: [Fault]) {
        message = .inputSeveral
        kind = .invalid
        arguments = []
        collected = faults
        retryAfter = nil
        cause = nil
    }

    /// One error stands for itself, several become `input.several`, none is none (contract: `rest.md` §12).
    public static func collected(_ faults: [Fault]) -> Fault? {
        faults.count > 1 ? Fault(several: faults) : faults.first
    }

    /// `auth.denied` with the resources that the caller lacks.
    public static func denied(_ resources: [Resource]) -> Fault {
        Fault(.authDenied, [.init("resources", .text(resources.map(\.name).joined(separator: ", ")))])
    }

    /// What a client may read beside the template: nothing for texts that are sent filled in.
    public var parameters: [Argument] {
        message.style == .raw ? arguments : []
    }
}
