public import ServiceModel

/// The owner of a valid token, and what is cache of the token.
public struct Bearer: Sendable, Equatable {
    public let caller: Caller
    /// The user name of an admin, the e-mail address of a customer, or the name of an integration.
    public let name: String
    public let accessor: String
    public let issuedAt: Timestamp
    /// `nil` when the token does not expire.
    public let expiresAt: Timestamp?
    /// The expiry as clients read it (RFC 3339).
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

/// A valid token as it was read from the store.
struct CachedBearer: Sendable {
    var bearer: Bearer
    /// When the account of the owner expires; `nil` when it does not.
    let accountEnds: Timestamp?
    /// The last use that was recorded.
    var lastUse: Timestamp?

    /// Whether token and account have not expired; at the moment of its expiry a token is expired.
    func isValid(at now: Timestamp) -> Bool {
        (bearer.expiresAt.map { now < $0 } ?? true) && (accountEnds.map { now < $0 } ?? true)
    }

    /// Records a use, once per minute.
    mutating func recordUse(in uses: LastUsedTracker, at now: Timestamp) {
        lastUse = uses.recordUse(bearer.accessor, after: lastUse, at: now)
    }
}
