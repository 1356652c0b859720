import TokenCore

extension SQLSession {
    func oauthToken(digest: String) throws -> OAuthToken? {
        try first("\(Self.selectOAuthToken) WHERE digest = $1", [.text(digest)], Self.oauthToken)
    }

    func oauthTokens(ofConsumer id: Int, _ kind: OAuthToken.Kind) throws -> [OAuthToken] {
        try all(
            "\(Self.selectOAuthToken) WHERE consumer_id = $1 AND kind = $2 ORDER BY id", [.int(id), .text(kind.rawValue)],
            Self.oauthToken)
    }

    func sealedOAuthTokens(after id: Int, limit: Int) throws -> [OAuthToken] {
        try all(
            "\(Self.selectOAuthToken) WHERE id > $1 AND secret IS NOT NULL ORDER BY id LIMIT $2", [.int(id), .limit(limit)],
            Self.oauthToken)
    }

    func insert(_ token: OAuthToken) throws {
        try execute(
            """
            INSERT INTO oauth_token (accessor, consumer_id, kind, digest, secret, created_at, ended_at, address)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                .text(token.accessor), .int(token.consumerID), .text(token.kind.rawValue), .text(token.digest), .text(token.secret),
                .moment(token.createdAt), .moment(token.endedAt), .text(token.address),
            ])
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

    private static let selectOAuthToken = """
        SELECT id, accessor, consumer_id, kind, digest, secret, created_at, ended_at, last_used_at, address FROM oauth_token
        """

    private static func oauthToken(_ row: SQLRow) throws -> OAuthToken {
        OAuthToken(
            id: try row.int("id"),
            accessor: try row.text("accessor"),
            consumerID: try row.int("consumer_id"),
            kind: try row.choice("kind"),
            digest: try row.text("digest"),
            secret: try row.optionalText("secret"),
            createdAt: try row.moment("created_at"),
            endedAt: try row.optionalMoment("ended_at"),
            lastUsedAt: try row.optionalMoment("last_used_at"),
            address: try row.text("address"))
    }
}
