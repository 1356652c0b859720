extension Migration {
    /// Websites and stores with their initial rows (contract: `rest.md` §2), and the settings.
    static let sites = Migration(name: "01-sites") { dialect in
        [
            """
            CREATE TABLE website (
                id \(dialect.identity(2)),
                code TEXT NOT NULL UNIQUE,
                name TEXT NOT NULL,
                default_store_id BIGINT NOT NULL,
                is_default INTEGER NOT NULL CHECK (is_default IN (0, 1))
            )
            """,
            // default_store_id has no foreign key: neither table could get its first row.
            "CREATE UNIQUE INDEX website_default ON website (is_default) WHERE is_default = 1",
            """
            CREATE TABLE store (
                id \(dialect.identity(2)),
                code TEXT NOT NULL UNIQUE,
                name TEXT NOT NULL,
                website_id BIGINT NOT NULL REFERENCES website (id)
            )
            """,
            """
            INSERT INTO website (id, code, name, default_store_id, is_default)
            VALUES (0, 'admin', 'Admin', 0, 0), (1, 'base', 'Main Website', 1, 1)
            """,
            """
            INSERT INTO store (id, code, name, website_id)
            VALUES (0, 'admin', 'Admin', 0), (1, 'default', 'Default Store View', 1)
            """,
            "CREATE TABLE setting (path TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)",
        ]
    }

    /// Roles, with the initial one, admins and customers. The `…_key` columns hold names in the form of `LoginName.folded`.
    static let accounts = Migration(name: "02-accounts") { dialect in
        [
            "CREATE TABLE role (id \(dialect.identity(1)), name TEXT NOT NULL UNIQUE)",
            """
            CREATE TABLE role_resource (
                role_id BIGINT NOT NULL REFERENCES role (id) ON DELETE CASCADE,
                resource TEXT NOT NULL,
                position BIGINT NOT NULL,
                PRIMARY KEY (role_id, resource)
            )
            """,
            "INSERT INTO role (name) VALUES ('Administrators')",
            """
            INSERT INTO role_resource (role_id, resource, position)
            SELECT id, 'Magento_Backend::all', 0 FROM role WHERE name = 'Administrators'
            """,
            """
            CREATE TABLE admin_user (
                id \(dialect.identity(1)),
                username TEXT NOT NULL,
                username_key TEXT NOT NULL UNIQUE,
                email TEXT NOT NULL,
                first_name TEXT NOT NULL,
                last_name TEXT NOT NULL,
                password_hash TEXT NOT NULL,
                is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
                expires_at BIGINT,
                role_id BIGINT REFERENCES role (id),
                created_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX admin_user_role ON admin_user (role_id)",
            """
            CREATE TABLE customer (
                id \(dialect.identity(1)),
                website_id BIGINT NOT NULL REFERENCES website (id),
                store_id BIGINT NOT NULL REFERENCES store (id),
                group_id BIGINT NOT NULL,
                email TEXT NOT NULL,
                email_key TEXT NOT NULL,
                password_hash TEXT,
                is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
                confirmation TEXT,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL,
                created_in TEXT NOT NULL,
                first_name TEXT NOT NULL,
                last_name TEXT NOT NULL,
                middle_name TEXT,
                prefix TEXT,
                suffix TEXT,
                date_of_birth TEXT,
                gender BIGINT,
                tax_number TEXT,
                disables_auto_group_change INTEGER NOT NULL CHECK (disables_auto_group_change IN (0, 1)),
                is_subscribed INTEGER NOT NULL CHECK (is_subscribed IN (0, 1)),
                UNIQUE (email_key, website_id)
            )
            """,
        ]
    }

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

    /// The audit trail, and the hours in which maintenance tasks last ran.
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
