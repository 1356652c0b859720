public import ServiceModel

/// Who presents a token that is good, and what is known of the token.
public struct Bearer: Sendable, Equatable {
    public let caller: Caller
    /// User name of an admin, e-mail address of a customer, name of an integration.
    public let name: String
    public let accessor: String
    public let issuedAt: Timestamp
    /// `nil`: never expires.
    public let expiresAt: Timestamp?
    /// The same as clients read it (RFC 3339).
    public let expiryText: String?

    public init(caller: Caller, name: String, accessor: String, issuedAt: Timestamp, expiresAt: Timestamp?) {
        self.caller = caller
        self.name = name
        self.accessor = accessor
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        expiryText = expiresAt?.rfc3339
    }
}
