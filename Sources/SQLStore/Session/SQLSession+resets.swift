import TokenCore

extension SQLSession {
    /// Throws `conflict` when there is no such customer.
    func setResetToken(_ token: ResetTokenRecord) throws {
        try execute(Self.setResetToken, token)
    }

    func resetToken(digest: String) throws -> ResetTokenRecord? {
        try first(Self.resetTokenByDigest, [.text(digest)])
    }

    func deleteResetToken(ofCustomer id: Int) throws {
        try execute("DELETE FROM password_reset_token WHERE customer_id = $1", [.int(id)])
    }

    func deleteResetTokens(issuedBefore moment: Timestamp, limit: Int) throws -> Int {
        try execute(
            """
            DELETE FROM password_reset_token WHERE customer_id IN
                (SELECT customer_id FROM password_reset_token WHERE issued_at < $1 LIMIT $2)
            """, [.moment(moment), .limit(limit)])
    }

    func latestResetRequest(_ kind: ResetRequestKind, key: String, until end: Timestamp) throws -> Timestamp? {
        try first(
            """
            SELECT requested_at FROM password_reset_request
            WHERE reference = $1 AND kind = $2 AND requested_at <= $3 ORDER BY requested_at DESC LIMIT 1
            """, [.text(key), .int(kind.rawValue), .moment(end)], { try $0.value("requested_at", .moment) })
    }

    func countResetRequests(_ kind: ResetRequestKind, key: String, since start: Timestamp, until end: Timestamp) throws -> Int {
        try first(
            """
            SELECT count(*) AS count FROM password_reset_request
            WHERE reference = $1 AND kind = $2 AND requested_at > $3 AND requested_at <= $4
            """, [.text(key), .int(kind.rawValue), .moment(start), .moment(end)], { try $0.value("count", .int) }) ?? 0
    }

    func addResetRequest(_ kind: ResetRequestKind, key: String, at moment: Timestamp) throws {
        try execute(
            "INSERT INTO password_reset_request (kind, reference, requested_at) VALUES ($1, $2, $3)",
            [.int(kind.rawValue), .text(key), .moment(moment)])
    }

    func deleteResetRequests(before moment: Timestamp, limit: Int) throws -> Int {
        try execute(
            """
            DELETE FROM password_reset_request WHERE id IN
                (SELECT id FROM password_reset_request WHERE requested_at < $1 LIMIT $2)
            """, [.moment(moment), .limit(limit)])
    }

    private static let resetTokenRecord = SQLRecord(
        "password_reset_token", ResetTokenRecord.init,
        .column("digest", \.digest, .text),
        .column("customer_id", \.customerID, .int, .key),
        .column("issued_at", \.issuedAt, .moment))

    private static let resetTokenByDigest = resetTokenRecord.query("WHERE digest = $1")
    private static let setResetToken = resetTokenRecord.upsert()
}
