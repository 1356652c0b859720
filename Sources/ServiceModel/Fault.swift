/// The one error that crosses target borders: a message, its arguments and the kind of failure.
///
/// One file maps it to HTTP (`GatewayHTTP/REST/Status.swift`), one to SOAP (`GatewayHTTP/SOAP/FaultCode.swift`).
public struct Fault: Error, Sendable {
    /// The kind of failure, independent of any protocol's status codes.
    public enum Kind: Sendable, Hashable {
        case invalid, unauthorized, notFound, methodNotAllowed, notAcceptable, unsupportedMediaType
        case tooManyRequests
        case bodyTooLarge, headTooLarge, targetTooLong, timeout, misdirected, expectationFailed
        case `internal`, unavailable
        case versionMismatch, mustUnderstand, dataEncodingUnknown, procedureNotPresent
    }

    /// A named or positional argument of a message.
    public struct Argument: Sendable {
        public enum Value: Sendable {
            case wire(Wire)
            /// Another fault, as in `input.nested`.
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
    /// The collected errors of an `input.several`; otherwise empty.
    public let collected: [Fault]
    /// Seconds until a retry may succeed.
    public let retryAfter: Int?
    /// Detail for the log of `internal` and `service.unavailable`; never sent to clients.
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

    /// `nil` for no errors, the error itself for one, `input.several` for more (contract: `rest.md` §12).
    public static func collected(_ faults: [Fault]) -> Fault? {
        faults.count > 1 ? Fault(several: faults) : faults.first
    }

    /// `auth.denied` with the resources that the caller lacks.
    public static func denied(_ resources: [Resource]) -> Fault {
        Fault(.authDenied, [.init("resources", .text(resources.map(\.name).joined(separator: ", ")))])
    }

    /// The arguments that are sent next to the template; empty when the text is sent filled in.
    public var parameters: [Argument] {
        message.style == .raw ? arguments : []
    }
}
