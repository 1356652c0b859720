import ServiceModel

/// The one place where failures become HTTP statuses (contract: `rest.md` §12). 403 is never used.
enum Status {
    static func of(_ kind: Fault.Kind) -> Int {
        switch kind {
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
        // Kinds of SOAP calls, which have their own file; REST never meets them.
        case .versionMismatch, .mustUnderstand, .dataEncodingUnknown, .procedureNotPresent: 400
        }
    }
}
