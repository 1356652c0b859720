import ServiceModel

extension Fault.Kind {
    /// The HTTP status of a fault (contract: `rest.md` §12). No other code maps faults to statuses. 403 is not used below `/rest`.
    var httpStatus: Int {
        switch self {
        case .invalid: 400
        case .unauthorized: 401
        case .notFound: 404
        case .methodNotAllowed: 405
        case .notAcceptable: 406
        case .timeout: 408
        case .bodyTooLarge: 413
        case .targetTooLong: 414
        case .unsupportedMediaType: 415
        case .expectationFailed: 417
        case .misdirected: 421
        case .tooManyRequests: 429
        case .headTooLarge: 431
        case .internal: 500
        case .unavailable: 503
        // Kinds of SOAP calls only; see ``FaultCode``.
        case .versionMismatch, .mustUnderstand, .dataEncodingUnknown, .procedureNotPresent: 400
        }
    }
}
