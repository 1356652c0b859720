/// A token or verifier of a consumer as it is stored: never itself, but its digest (contract: `integrations.md` §1).
public struct OAuthToken: Sendable, Equatable {
    public enum Kind: String, Sendable {
        /// Given to the application when an exchange begins; the exchange waits as long as it is there.
        case verifier
        case request
        case access
    }

    public var id: Int
    /// Names an access token in listings and revokes it, but opens nothing.
    public let accessor: String
    public let consumerID: Int
    public let kind: Kind
    /// SHA-256 of the token, lower-case hex.
    public let digest: String
    /// Sealed for ``purpose``; a verifier has none.
    public var secret: String?
    public let createdAt: Timestamp
    /// When an access token was revoked, or a request token exchanged.
    public var endedAt: Timestamp?
    /// To the minute, and up to a minute late; `nil`: never yet.
    public let lastUsedAt: Timestamp?
    /// Address from which it was asked for.
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

    /// What its secret is sealed for.
    public var purpose: String { Self.purpose(digest: digest) }

    public static func purpose(digest: String) -> String { "oauth_token " + digest }
}
