import TokenCore

extension SQLSession {
    func tally(at now: Timestamp, lockedFrom failures: Int) throws -> StoreTally {
        let tokens: [(AccountKind, Int)] = try all(
            """
            SELECT kind, count(*) AS number FROM token
            WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $1) GROUP BY kind
            """, [.moment(now)]
        ) { row in (try row.choice("kind"), try row.int("number")) }
        let locks = try first(
            "SELECT count(*) AS number FROM throttle WHERE lock_ends > $1 AND failures >= $2", [.moment(now), .int(failures)]
        ) { try $0.int("number") }
        return StoreTally(
            liveTokens: Dictionary(tokens) { $0 + $1 }, locks: locks ?? 0, waitingMails: try queuedMails(upTo: MailQueue.bound))
    }
}
