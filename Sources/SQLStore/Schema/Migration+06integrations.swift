extension Migration {
    /// Integrations and their consumers with tokens and nonces. Tokens are stored as digests, secrets encrypted. A nonce is unique for a
    /// consumer and a second; the primary key decides which of several requests with the same nonce is accepted.
    static let integrations = Migration(name: "06-integrations") { dialect in
        [
            """
            CREATE TABLE integration (
                id \(dialect.identity(1)),
                name TEXT NOT NULL UNIQUE,
                email TEXT,
                endpoint TEXT,
                identity_link TEXT,
                status INTEGER NOT NULL CHECK (status IN (0, 1, 2)),
                setup_type INTEGER NOT NULL CHECK (setup_type IN (0, 1)),
                created_at BIGINT NOT NULL
            )
            """,
            """
            CREATE TABLE integration_resource (
                integration_id BIGINT NOT NULL REFERENCES integration (id) ON DELETE CASCADE,
                resource TEXT NOT NULL,
                position BIGINT NOT NULL,
                PRIMARY KEY (integration_id, resource)
            )
            """,
            """
            CREATE TABLE oauth_consumer (
                id \(dialect.identity(1)),
                integration_id BIGINT NOT NULL UNIQUE REFERENCES integration (id) ON DELETE CASCADE,
                consumer_key TEXT NOT NULL UNIQUE,
                secret TEXT NOT NULL,
                exchange_started_at BIGINT
            )
            """,
            """
            CREATE TABLE oauth_token (
                id \(dialect.identity(1)),
                accessor TEXT NOT NULL UNIQUE,
                consumer_id BIGINT NOT NULL REFERENCES oauth_consumer (id) ON DELETE CASCADE,
                kind TEXT NOT NULL CHECK (kind IN ('verifier', 'request', 'access')),
                digest TEXT NOT NULL UNIQUE,
                secret TEXT,
                created_at BIGINT NOT NULL,
                ended_at BIGINT,
                address TEXT NOT NULL
            )
            """,
            "CREATE INDEX oauth_token_consumer ON oauth_token (consumer_id, kind)",
            "CREATE UNIQUE INDEX oauth_token_access ON oauth_token (consumer_id) WHERE kind = 'access' AND ended_at IS NULL",
            "CREATE INDEX oauth_token_request ON oauth_token (created_at) WHERE kind = 'request'",
            """
            CREATE TABLE oauth_nonce (
                consumer_id BIGINT NOT NULL REFERENCES oauth_consumer (id) ON DELETE CASCADE,
                nonce TEXT NOT NULL,
                sent_at BIGINT NOT NULL,
                PRIMARY KEY (consumer_id, nonce, sent_at)
            )
            """,
            "CREATE INDEX oauth_nonce_age ON oauth_nonce (sent_at)",
        ]
    }
}
