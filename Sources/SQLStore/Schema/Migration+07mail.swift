extension Migration {
    /// Mails on their way, and when a token was last used.
    static let mail = Migration(name: "07-mail") { dialect in
        [
            """
            CREATE TABLE mail (
                id \(dialect.identity(1)),
                reference TEXT NOT NULL UNIQUE,
                kind TEXT NOT NULL,
                recipient TEXT NOT NULL,
                recipient_name TEXT NOT NULL,
                texts TEXT NOT NULL,
                sealed TEXT,
                created_at BIGINT NOT NULL,
                due_at BIGINT NOT NULL,
                attempts BIGINT NOT NULL
            )
            """,
            "CREATE INDEX mail_due ON mail (due_at)",
            "ALTER TABLE token ADD COLUMN last_used_at BIGINT",
            "ALTER TABLE oauth_token ADD COLUMN last_used_at BIGINT",
        ]
    }
}
