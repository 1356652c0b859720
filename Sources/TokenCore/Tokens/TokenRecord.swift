import ServiceModel

/// The kind of the owner of a token, a throttle entry or an account.
public enum AccountKind: Int, Sendable, CaseIterable {
    case admin = 2
    case customer = 3

    /// The name in commands and audit records.
    public var label: String { self == .admin ? "admin" : "customer" }
}

/// A token as it is stored: its digest, never the token.
public struct TokenRecord: Sendable, Equatable {
    /// Identifies the token in listings and for revocation; it grants no access.
    public let accessor: String
    /// SHA-256 of the token in lower-case hex.
    public let digest: String
    public let kind: AccountKind
    public let ownerID: Int
    public let issuedAt: Timestamp
    /// `nil` when the token does not expire.
    public let expiresAt: Timestamp?
    public let revokedAt: Timestamp?
    /// Rounded down to the minute and written up to a minute late; `nil` before the first use.
    public let lastUsedAt: Timestamp?
    /// The client address of the request that asked for the token.
    public let address: String

    public init(
        accessor: String, digest: String, kind: AccountKind, ownerID: Int, issuedAt: Timestamp, expiresAt: Timestamp?,
        revokedAt: Timestamp? = nil, lastUsedAt: Timestamp? = nil, address: String
    ) {
        self.accessor = accessor
        self.digest = digest
        self.kind = kind
        self.ownerID = ownerID
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
        self.lastUsedAt = lastUsedAt
        self.address = address
    }

    /// Whether the token is neither revoked nor expired; at the moment of its expiry it is expired.
    public func isLive(at now: Timestamp) -> Bool {
        revokedAt == nil && (expiresAt.map { now < $0 } ?? true)
    }
}

/// Issues tokens. Only their digests are stored.
struct TokenIssuer: Sendable {
    let random: any RandomSource

    /// - Parameter lifetime: in milliseconds; `nil` for a token that does not expire.
    func issue(
        _ kind: AccountKind, ownerID: Int, lifetime: Int64?, at now: Timestamp, address: String
    ) -> (token: Secret, record: TokenRecord) {
        let token = Secret(TokenFormat.make(from: random))
        let record = TokenRecord(
            accessor: TokenFormat.make(length: 24, from: random), digest: TokenFormat.digest(token), kind: kind, ownerID: ownerID,
            issuedAt: now, expiresAt: lifetime.map { now.adding(milliseconds: $0) }, address: address)
        return (token, record)
    }
}
