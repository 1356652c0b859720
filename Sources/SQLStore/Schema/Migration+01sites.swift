extension Migration {
    /// Websites and stores with their start values (contract: `rest.md` §2), and the settings.
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
            // default_store_id refers to no table: the two would need each other to begin with.
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
}
