extension Migration {
    /// Roles, with the one that exists from the start, admins and customers. The `…_key` columns hold the names as
    /// `LoginName.folded` has them.
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
}
