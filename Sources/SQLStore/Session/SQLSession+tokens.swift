import TokenCore

extension SQLSession {
    /// Throws `conflict` when the accessor or the digest exists.
    func insert(_ token: TokenRecord) throws {
        try execute(Self.insertToken, token)
    }

    func token(digest: String) throws -> TokenRecord? {
        try first(Self.tokenByDigest, [.text(digest)])
    }

    func liveTokens(of owner: (kind: AccountKind, id: Int)?, at now: Timestamp, limit: Int, offset: Int) throws -> [TokenRecord] {
        let page: [SQLValue] = [.moment(now), .limit(limit), .limit(offset)]
        guard let owner else { return try all(Self.liveTokens, page) }
        return try all(Self.liveTokensOfOwner, page + [.int(owner.kind.rawValue), .int(owner.id)])
    }

    func liveTokenCount(at now: Timestamp) throws -> Int {
        try first("SELECT count(*) AS tokens FROM token WHERE \(Self.isLive)", [.moment(now)]) { try $0.value("tokens", .int) } ?? 0
    }

    func revokeTokens(of owner: (kind: AccountKind, id: Int), at now: Timestamp) throws -> Int {
        try execute(
            "UPDATE token SET revoked_at = $1 WHERE kind = $2 AND owner_id = $3 AND \(Self.isLive)",
            [.moment(now), .int(owner.kind.rawValue), .int(owner.id)])
    }

    func endAllTokens(at now: Timestamp) throws -> Int {
        try execute("DELETE FROM password_reset_token", [])
        try execute("UPDATE admin_user SET set_up_ended_at = $1", [.moment(now)])
        return try execute(
            "UPDATE token SET revoked_at = $1 WHERE \(Self.isLive)", [.moment(now)])
            + execute("UPDATE oauth_token SET ended_at = $1 WHERE ended_at IS NULL", [.moment(now)])
    }

    func revokeToken(accessor: String, at now: Timestamp) throws -> Bool {
        try execute(
            "UPDATE token SET revoked_at = $1 WHERE accessor = $2 AND \(Self.isLive)", [.moment(now), .text(accessor)]) > 0
    }

    func recordUse(accessor: String, at moment: Timestamp) throws {
        let isEarlier = "(last_used_at IS NULL OR last_used_at < $1)"
        for (table, ended) in [("token", "revoked_at"), ("oauth_token", "ended_at")] {
            let sql = "UPDATE \(table) SET last_used_at = $1 WHERE accessor = $2 AND \(ended) IS NULL AND \(isEarlier)"
            if try execute(sql, [.moment(moment), .text(accessor)]) > 0 { return }
        }
    }

    func deleteEndedTokens(at now: Timestamp, limit: Int) throws -> Int {
        // Two disjoint halves, so that each uses its index and no token counts twice against the limit.
        try execute(
            """
            DELETE FROM token WHERE accessor IN
                (SELECT accessor FROM token WHERE revoked_at IS NOT NULL
                 UNION ALL SELECT accessor FROM token WHERE revoked_at IS NULL AND expires_at <= $1
                 LIMIT $2)
            """, [.moment(now), .limit(limit)])
    }

    /// A token that is live at `$1`.
    static let isLive = "revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $1)"

    private static let tokenRecord = SQLRecord(
        "token", TokenRecord.init,
        .column("accessor", \.accessor, .text, .key),
        .column("digest", \.digest, .text, .fixed),
        .column("kind", \.kind, .choice, .fixed),
        .column("owner_id", \.ownerID, .int, .fixed),
        .column("issued_at", \.issuedAt, .moment, .fixed),
        .optional("expires_at", \.expiresAt, .moment, .fixed),
        .optional("revoked_at", \.revokedAt, .moment),
        .optional("last_used_at", \.lastUsedAt, .moment),
        .column("address", \.address, .text, .fixed))

    private static let tokenByDigest = tokenRecord.query("WHERE digest = $1")
    private static let liveTokens = tokenRecord.query("WHERE \(isLive) ORDER BY issued_at, accessor LIMIT $2 OFFSET $3")
    private static let liveTokensOfOwner = tokenRecord.query(
        "WHERE \(isLive) AND kind = $4 AND owner_id = $5 ORDER BY issued_at, accessor LIMIT $2 OFFSET $3")
    private static let insertToken = tokenRecord.insert()
}
