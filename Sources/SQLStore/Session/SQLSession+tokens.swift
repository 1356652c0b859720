import TokenCore

extension SQLSession {
    /// Throws `conflict` when the accessor or the digest exists.
    func insert(_ token: TokenRecord) throws {
        try execute(
            """
            INSERT INTO token (accessor, digest, kind, owner_id, issued_at, expires_at, revoked_at, address)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                .text(token.accessor), .text(token.digest), .int(token.kind.rawValue), .int(token.ownerID), .moment(token.issuedAt),
                .moment(token.expiresAt), .moment(token.revokedAt), .text(token.address),
            ])
    }

    func token(digest: String) throws -> TokenRecord? {
        try first("\(Self.selectToken) WHERE digest = $1", [.text(digest)], Self.token)
    }

    func liveTokens(of owner: (kind: AccountKind, id: Int)?, at now: Timestamp) throws -> [TokenRecord] {
        let live = "revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $1)"
        let order = "ORDER BY issued_at, accessor"
        guard let owner else {
            return try all("\(Self.selectToken) WHERE \(live) \(order)", [.moment(now)], Self.token)
        }
        return try all(
            "\(Self.selectToken) WHERE \(live) AND kind = $2 AND owner_id = $3 \(order)",
            [.moment(now), .int(owner.kind.rawValue), .int(owner.id)], Self.token)
    }

    func revokeTokens(of owner: (kind: AccountKind, id: Int), at now: Timestamp) throws -> Int {
        try execute(
            """
            UPDATE token SET revoked_at = $1
            WHERE kind = $2 AND owner_id = $3 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $1)
            """, [.moment(now), .int(owner.kind.rawValue), .int(owner.id)])
    }

    func endAllTokens(at now: Timestamp) throws -> Int {
        try execute("DELETE FROM password_reset_token", [])
        try execute("UPDATE admin_user SET set_up_ended_at = $1", [.moment(now)])
        return try execute(
            "UPDATE token SET revoked_at = $1 WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $1)", [.moment(now)])
            + execute("UPDATE oauth_token SET ended_at = $1 WHERE ended_at IS NULL", [.moment(now)])
    }

    func revokeToken(accessor: String, at now: Timestamp) throws -> Bool {
        try execute(
            """
            UPDATE token SET revoked_at = $1
            WHERE accessor = $2 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $1)
            """, [.moment(now), .text(accessor)]) > 0
    }

    func recordUse(accessor: String, at moment: Timestamp) throws {
        let isEarlier = "(last_used_at IS NULL OR last_used_at < $1)"
        for (table, ended) in [("token", "revoked_at"), ("oauth_token", "ended_at")] {
            let sql = "UPDATE \(table) SET last_used_at = $1 WHERE accessor = $2 AND \(ended) IS NULL AND \(isEarlier)"
            if try execute(sql, [.moment(moment), .text(accessor)]) > 0 { return }
        }
    }

    func deleteEndedTokens(at now: Timestamp, limit: Int) throws -> Int {
        // Two halves without overlap, so that each goes by its index and no token takes two places of the limit.
        try execute(
            """
            DELETE FROM token WHERE accessor IN
                (SELECT accessor FROM token WHERE revoked_at IS NOT NULL
                 UNION ALL SELECT accessor FROM token WHERE revoked_at IS NULL AND expires_at <= $1
                 LIMIT $2)
            """, [.moment(now), .limit(limit)])
    }

    private static let selectToken = """
        SELECT accessor, digest, kind, owner_id, issued_at, expires_at, revoked_at, last_used_at, address FROM token
        """

    private static func token(_ row: SQLRow) throws -> TokenRecord {
        TokenRecord(
            accessor: try row.text("accessor"),
            digest: try row.text("digest"),
            kind: try row.choice("kind"),
            ownerID: try row.int("owner_id"),
            issuedAt: try row.moment("issued_at"),
            expiresAt: try row.optionalMoment("expires_at"),
            revokedAt: try row.optionalMoment("revoked_at"),
            lastUsedAt: try row.optionalMoment("last_used_at"),
            address: try row.text("address"))
    }
}
