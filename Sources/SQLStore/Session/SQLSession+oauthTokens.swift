import TokenCore

extension SQLSession {
    func oauthToken(digest: String) throws -> OAuthToken? {
        try first(Self.oauthTokenByDigest, [.text(digest)])
    }

    func oauthTokens(ofConsumer id: Int, _ kind: OAuthToken.Kind) throws -> [OAuthToken] {
        try all(Self.oauthTokensOfConsumer, [.int(id), .text(kind.rawValue)])
    }

    func sealedOAuthTokens(after id: Int, limit: Int) throws -> [OAuthToken] {
        try all(Self.sealedOAuthTokens, [.int(id), .limit(limit)])
    }

    func insert(_ token: OAuthToken) throws {
        try execute(Self.insertOAuthToken, token)
    }

    func setSecret(_ sealed: String, ofOAuthToken id: Int) throws {
        try execute("UPDATE oauth_token SET secret = $2 WHERE id = $1", [.int(id), .text(sealed)])
    }

    func endOAuthToken(id: Int, at now: Timestamp) throws -> Bool {
        try execute("UPDATE oauth_token SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL", [.int(id), .moment(now)]) > 0
    }

    func endAccessToken(accessor: String, at now: Timestamp) throws -> Bool {
        try execute(
            "UPDATE oauth_token SET ended_at = $2 WHERE accessor = $1 AND kind = 'access' AND ended_at IS NULL",
            [.text(accessor), .moment(now)]) > 0
    }

    func deleteOAuthToken(digest: String) throws {
        try execute("DELETE FROM oauth_token WHERE digest = $1", [.text(digest)])
    }

    func deleteOAuthTokens(ofConsumer id: Int, _ kinds: [OAuthToken.Kind]) throws {
        for kind in kinds {
            try execute("DELETE FROM oauth_token WHERE consumer_id = $1 AND kind = $2", [.int(id), .text(kind.rawValue)])
        }
    }

    func deleteRequestTokens(madeBefore moment: Timestamp, limit: Int) throws -> Int {
        try execute(
            """
            DELETE FROM oauth_token WHERE id IN
                (SELECT id FROM oauth_token WHERE kind = 'request' AND created_at < $1 LIMIT $2)
            """, [.moment(moment), .limit(limit)])
    }

    private static let oauthTokenRecord = SQLRecord(
        "oauth_token", OAuthToken.init,
        .column("id", \.id, .int, .generatedKey),
        .column("accessor", \.accessor, .text, .fixed),
        .column("consumer_id", \.consumerID, .int, .fixed),
        .column("kind", \.kind, .choice, .fixed),
        .column("digest", \.digest, .text, .fixed),
        .optional("secret", \.secret, .text),
        .column("created_at", \.createdAt, .moment, .fixed),
        .optional("ended_at", \.endedAt, .moment),
        .optional("last_used_at", \.lastUsedAt, .moment),
        .column("address", \.address, .text, .fixed))

    private static let oauthTokenByDigest = oauthTokenRecord.query("WHERE digest = $1")
    private static let oauthTokensOfConsumer = oauthTokenRecord.query("WHERE consumer_id = $1 AND kind = $2 ORDER BY id")
    private static let sealedOAuthTokens = oauthTokenRecord.query("WHERE id > $1 AND secret IS NOT NULL ORDER BY id LIMIT $2")
    private static let insertOAuthToken = oauthTokenRecord.insert()
}
