/// The OAuth side of an integration: who signs.
public struct Consumer: Sendable, Equatable {
    public var id: Int
    public let integrationID: Int
    /// Names the application in signed requests; 32 characters.
    public let key: String
    /// Sealed for ``purpose``.
    public var secret: String
    /// When the exchange began that is under way or was the last; `nil`: there was none.
    public var exchangeStartedAt: Timestamp?

    public init(id: Int = 0, integrationID: Int, key: String, secret: String, exchangeStartedAt: Timestamp? = nil) {
        self.id = id
        self.integrationID = integrationID
        self.key = key
        self.secret = secret
        self.exchangeStartedAt = exchangeStartedAt
    }

    /// What its secret is sealed for.
    public var purpose: String { Self.purpose(key: key) }

    public static func purpose(key: String) -> String { "oauth_consumer " + key }
}
