public protocol IntegrationRecords {
    func integration(id: Int) throws -> Integration?
    func integration(named name: String) throws -> Integration?
    func integration(ofConsumer id: Int) throws -> Integration?
    /// All integrations, by id.
    func integrations() throws -> [Integration]
    /// - Returns: the new id. Throws `conflict` when the name is taken.
    func insert(_ integration: Integration) throws -> Int
    /// Updates everything except id, name and time of creation; includes the resources.
    func update(_ integration: Integration) throws
    /// Deletes the integration with its consumer, tokens and nonces.
    func deleteIntegration(id: Int) throws
}

/// Consumers and their nonces. Every integration has one consumer.
public protocol ConsumerRecords {
    func consumer(key: String) throws -> Consumer?
    func consumer(ofIntegration id: Int) throws -> Consumer?
    /// At most `limit` consumers with an id above `id`, by id.
    func consumers(after id: Int, limit: Int) throws -> [Consumer]
    /// - Returns: the new id. Throws `conflict` when the key is taken or the integration has a consumer.
    func insert(_ consumer: Consumer) throws -> Int
    func setSecret(_ sealed: String, ofConsumer id: Int) throws
    func setExchange(startedAt moment: Timestamp, ofConsumer id: Int) throws
    /// Stores a nonce. - Returns: `false` when the consumer has used it with this timestamp, in seconds since 1970.
    func addNonce(_ nonce: String, sentAt seconds: Int64, ofConsumer id: Int) throws -> Bool
    /// Deletes at most `limit` nonces. - Returns: how many.
    func deleteNonces(sentBefore seconds: Int64, limit: Int) throws -> Int
}

/// Tokens and verifiers of consumers.
public protocol OAuthTokenRecords {
    func oauthToken(digest: String) throws -> OAuthToken?
    /// The oldest first.
    func oauthTokens(ofConsumer id: Int, _ kind: OAuthToken.Kind) throws -> [OAuthToken]
    /// At most `limit` tokens with a secret and an id above `id`, by id.
    func sealedOAuthTokens(after id: Int, limit: Int) throws -> [OAuthToken]
    /// Throws `conflict` when the digest exists, or when the consumer already has a live access token.
    func insert(_ token: OAuthToken) throws
    func setSecret(_ sealed: String, ofOAuthToken id: Int) throws
    /// - Returns: `false` when the token does not exist or has ended.
    func endOAuthToken(id: Int, at now: Timestamp) throws -> Bool
    /// Ends a live access token. - Returns: `false` when there is none.
    func endAccessToken(accessor: String, at now: Timestamp) throws -> Bool
    func deleteOAuthToken(digest: String) throws
    func deleteOAuthTokens(ofConsumer id: Int, _ kinds: [OAuthToken.Kind]) throws
    /// Deletes at most `limit` request tokens, exchanged or not. - Returns: how many.
    func deleteRequestTokens(madeBefore moment: Timestamp, limit: Int) throws -> Int
}
