extension Migration {
    /// Second factors of admins: states sealed, security keys in the clear (nothing of them is secret), and what tools have noted.
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
