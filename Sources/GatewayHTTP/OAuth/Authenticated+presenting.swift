import HTTPTypes

extension Authenticated {
    /// What can be said of a caller whose credentials have not been judged, or have failed.
    init(presenting headers: RequestFields) {
        self = .guest
        if case .oauth? = try? Authorization(headers) { usesOAuth = true }
    }
}
