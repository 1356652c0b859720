extension Migration {
    /// Tokens and the counters of refused sign-ins. The partial indexes serve the look-up by owner and the two halves of the clean-up.
    static let tokens = Migration(name: "03-tokens") { _ in
        [
            """
            CREATE TABLE token (
                accessor TEXT NOT NULL PRIMARY KEY,
                digest TEXT NOT NULL UNIQUE,
                kind INTEGER NOT NULL,
                owner_id BIGINT NOT NULL,
                issued_at BIGINT NOT NULL,
                expires_at BIGINT,
                revoked_at BIGINT,
                address TEXT NOT NULL
            )
            """,
            "CREATE INDEX token_owner ON token (kind, owner_id) WHERE revoked_at IS NULL",
            "CREATE INDEX token_expiry ON token (expires_at) WHERE expires_at IS NOT NULL",
            "CREATE INDEX token_revoked ON token (revoked_at) WHERE revoked_at IS NOT NULL",
            """
            CREATE TABLE throttle (
                kind INTEGER NOT NULL,
                name_key TEXT NOT NULL,
                failures BIGINT NOT NULL,
                lock_ends BIGINT NOT NULL,
                PRIMARY KEY (kind, name_key)
            )
            """,
            "CREATE INDEX throttle_end ON throttle (lock_ends)",
        ]
    }
}
