public protocol IntegrationRecords {
    func integration(id: Int) throws -> Integration?
    func integration(named name: String) throws -> Integration?
    func integration(ofConsumer id: Int) throws -> Integration?
    /// By id.
    func integrations() throws -> [Integration]
    /// - Returns: the new id. Throws `conflict` when the name is taken.
    func insert(_ integration: Integration) throws -> Int
    /// Rewrites everything but id, name and time of creation, its resources included.
    func update(_ integration: Integration) throws
    /// Its consumer goes with it, and with that all tokens and nonces.
    func deleteIntegration(id: Int) throws
}

/// Consumers and what they sign with. Every integration has one.
public protocol ConsumerRecords {
    func consumer(key: String) throws -> Consumer?
    func consumer(ofIntegration id: Int) throws -> Consumer?
    /// At most `limit` consumers with ids above `id`, by id.
    func consumers(after id: Int, limit: Int) throws -> [Consumer]
    /// - Returns: the new id. Throws `conflict` when the key is taken or the integration has a consumer.
    func insert(_ consumer: Consumer) throws -> Int
    func setSecret(_ sealed: String, ofConsumer id: Int) throws
    func setExchange(startedAt moment: Timestamp, ofConsumer id: Int) throws
    /// Keeps a nonce. - Returns: whether it is new for this consumer and time, in seconds since 1970.
    func addNonce(_ nonce: String, sentAt seconds: Int64, ofConsumer id: Int) throws -> Bool
    /// Deletes at most `limit` nonces. - Returns: how many.
    func deleteNonces(sentBefore seconds: Int64, limit: Int) throws -> Int
}

/// Tokens and verifiers of consumers.
public protocol OAuthTokenRecords {
    func oauthToken(digest: String) throws -> OAuthToken?
    /// Oldest first.
    func oauthTokens(ofConsumer id: Int, _ kind: OAuthToken.Kind) throws -> [OAuthToken]
    /// At most `limit` tokens that have a secret, with ids above `id`, by id.
    func sealedOAuthTokens(after id: Int, limit: Int) throws -> [OAuthToken]
    /// Throws `conflict` when the digest exists, or for a second live access token of a consumer.
    func insert(_ token: OAuthToken) throws
    func setSecret(_ sealed: String, ofOAuthToken id: Int) throws
    /// - Returns: whether the token was there and had not ended.
    func endOAuthToken(id: Int, at now: Timestamp) throws -> Bool
    /// Ends one live access token. - Returns: whether there was one.
    func endAccessToken(accessor: String, at now: Timestamp) throws -> Bool
    func deleteOAuthToken(digest: String) throws
    func deleteOAuthTokens(ofConsumer id: Int, _ kinds: [OAuthToken.Kind]) throws
    /// Deletes at most `limit` request tokens, exchanged or not. - Returns: how many.
    func deleteRequestTokens(madeBefore moment: Timestamp, limit: Int) throws -> Int
}
