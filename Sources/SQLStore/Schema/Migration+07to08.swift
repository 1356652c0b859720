extension Migration {
    /// The mail queue, and the times at which tokens were last used.
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

    /// Second factors of admins: states are encrypted, security keys are not, because they contain no secret; and the preferences of admins.
    static let secondFactors = Migration(name: "08-second-factors") { dialect in
        [
            "ALTER TABLE admin_user ADD COLUMN set_up_ended_at BIGINT",
            """
            CREATE TABLE second_factor (
                admin_id BIGINT NOT NULL REFERENCES admin_user (id) ON DELETE CASCADE,
                provider TEXT NOT NULL,
                activated_at BIGINT,
                state TEXT NOT NULL,
                revision BIGINT NOT NULL,
                PRIMARY KEY (admin_id, provider)
            )
            """,
            """
            CREATE TABLE security_key (
                id \(dialect.identity(1)),
                admin_id BIGINT NOT NULL REFERENCES admin_user (id) ON DELETE CASCADE,
                credential_id TEXT NOT NULL UNIQUE,
                public_key TEXT NOT NULL,
                aaguid TEXT NOT NULL,
                counter BIGINT NOT NULL,
                created_at BIGINT NOT NULL,
                last_used_at BIGINT
            )
            """,
            "CREATE INDEX security_key_admin ON security_key (admin_id)",
            """
            CREATE TABLE second_factor_preference (
                admin_id BIGINT NOT NULL PRIMARY KEY REFERENCES admin_user (id) ON DELETE CASCADE,
                providers TEXT NOT NULL,
                default_provider TEXT
            )
            """,
        ]
    }
}
