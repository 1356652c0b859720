/// Whose a token, a throttle entry or an account is.
public enum AccountKind: Int, Sendable, CaseIterable {
    case admin = 2
    case customer = 3

    /// As commands and audit rows name it.
    public var label: String { self == .admin ? "admin" : "customer" }
}

/// A token as it is stored: never the token itself.
public struct TokenRecord: Sendable, Equatable {
    /// Names the token in listings and revokes it, but opens nothing.
    public let accessor: String
    /// SHA-256 of the token, lower-case hex.
    public let digest: String
    public let kind: AccountKind
    public let ownerID: Int
    public let issuedAt: Timestamp
    /// `nil`: never expires.
    public let expiresAt: Timestamp?
    public let revokedAt: Timestamp?
    /// To the minute, and up to a minute late; `nil`: never yet.
    public let lastUsedAt: Timestamp?
    /// Address from which it was asked for.
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

    /// Neither revoked nor expired; at the expiry instant it is already expired.
    public func isLive(at now: Timestamp) -> Bool {
        revokedAt == nil && (expiresAt.map { now < $0 } ?? true)
    }
}
