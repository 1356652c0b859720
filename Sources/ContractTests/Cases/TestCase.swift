/// One request and what is due for it.
struct TestCase: Sendable {
    enum Expectation: Sendable, Equatable {
        /// A valid response or a fault that is not the server's own failure: the message fits the description.
        case successOrFault
        /// A valid response, nothing else: a named case demands it.
        case success
        /// A fault with this code, or with any that blames the sender.
        case fault(FaultCode)
        /// A fault or an HTTP status from 400 to 499.
        case refusal
        /// Anything but a failure of the server.
        case noFailure
    }

    enum Method: String, Sendable {
        case post = "POST"
        case get = "GET"
    }

    let operation: TestableOperation
    let version: SOAPVersion
    let name: String
    var method = Method.post
    var body: [UInt8]
    /// `nil` leaves the header out.
    var contentType: String?
    var action: String?
    var expectation: Expectation
    /// A success is a note instead of an error, because many servers are lenient here.
    var isOftenAccepted = false
    /// The payload, for cases that can be shrunk and compared between versions.
    var payload: Payload?
    /// The message fits the schema, so its response is compared between versions.
    var isValid = false
    /// A demand of the data file on a response.
    var demand: NamedCase?

    /// The payload is not in the namespace that the description demands.
    var isInAnotherNamespace: Bool {
        guard let payload, let input = operation.input else { return false }
        return payload.name.namespace != input.name.namespace
    }

    var label: String { "\(operation.name) \(version.rawValue) \(name)" }
}

enum FaultCode: String, Sendable {
    case sender = "Sender"
    case mustUnderstand = "MustUnderstand"
    case versionMismatch = "VersionMismatch"
    case dataEncodingUnknown = "DataEncodingUnknown"
    case receiver = "Receiver"
}
