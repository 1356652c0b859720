/// A token or verifier of a consumer as it is stored: its digest, never the token (contract: `integrations.md` §1).
public struct OAuthToken: Sendable, Equatable {
    public enum Kind: String, Sendable {
        /// Sent to the application when an exchange begins. The exchange is pending while the verifier exists.
        case verifier
        case request
        case access
    }

    public var id: Int
    /// Identifies an access token in listings and for revocation; it grants no access.
    public let accessor: String
    public let consumerID: Int
    public let kind: Kind
    /// SHA-256 of the token in lower-case hex.
    public let digest: String
    /// The token secret, sealed for ``purpose``; `nil` for a verifier.
    public var secret: String?
    public let createdAt: Timestamp
    /// When an access token was revoked, or a request token was exchanged.
    public var endedAt: Timestamp?
    /// Rounded down to the minute and written up to a minute late; `nil` before the first use.
    public let lastUsedAt: Timestamp?
    /// The client address of the request that asked for the token.
    public let address: String

    public init(
        id: Int = 0, accessor: String, consumerID: Int, kind: Kind, digest: String, secret: String?, createdAt: Timestamp,
        endedAt: Timestamp? = nil, lastUsedAt: Timestamp? = nil, address: String
    ) {
        self.id = id
        self.accessor = accessor
        self.consumerID = consumerID
        self.kind = kind
        self.digest = digest
        self.secret = secret
        self.createdAt = createdAt
        self.endedAt = endedAt
        self.lastUsedAt = lastUsedAt
        self.address = address
    }

    /// The purpose for which the secret is sealed.
    public var purpose: String { Self.purpose(digest: digest) }

    public static func purpose(digest: String) -> String { "oauth_token " + digest }
}
