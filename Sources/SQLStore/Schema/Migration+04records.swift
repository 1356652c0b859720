extension Migration {
    /// The audit trail, and who has taken which task of maintenance.
    static let records = Migration(name: "04-records") { dialect in
        [
            """
            CREATE TABLE audit (
                id \(dialect.identity(1)),
                happened_at BIGINT NOT NULL,
                action TEXT NOT NULL,
                actor_kind TEXT NOT NULL,
                actor_id BIGINT,
                subject TEXT NOT NULL,
                address TEXT NOT NULL,
                request_id TEXT NOT NULL,
                outcome TEXT NOT NULL,
                reason TEXT NOT NULL
            )
            """,
            "CREATE TABLE maintenance (task TEXT NOT NULL PRIMARY KEY, hour BIGINT NOT NULL)",
        ]
    }
}
