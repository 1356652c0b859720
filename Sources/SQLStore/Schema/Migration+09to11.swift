extension Migration {
    /// The version of the facts that processes cache. Triggers raise it, so no statement can forget to, including those that an operator runs
    /// in a shell of the database.
    static let facts = Migration(name: "09-facts") { dialect in
        [
            "CREATE TABLE fact_version (id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1), version BIGINT NOT NULL)",
            "INSERT INTO fact_version (id, version) VALUES (1, 1)",
        ] + dialect.counting + changes.flatMap { table, events in events.map { dialect.counted(table, $0) } }
    }

    /// The events that invalidate caches. A new account or token does not; a new right or setting does.
    private static let changes: [(table: String, events: [String])] = [
        ("admin_user", ["UPDATE", "DELETE"]),
        ("role", ["UPDATE", "DELETE"]),
        ("role_resource", ["INSERT", "UPDATE", "DELETE"]),
        ("customer", ["UPDATE", "DELETE"]),
        ("customer_address", ["INSERT", "UPDATE", "DELETE"]),
        // Not of last_used_at.
        ("token", ["UPDATE OF digest, kind, owner_id, expires_at, revoked_at", "DELETE"]),
        ("integration", ["UPDATE", "DELETE"]),
        ("integration_resource", ["INSERT", "UPDATE", "DELETE"]),
        ("oauth_consumer", ["UPDATE OF integration_id", "DELETE"]),
        ("oauth_token", ["UPDATE OF consumer_id, kind, digest, ended_at", "DELETE"]),
        ("setting", ["INSERT", "UPDATE", "DELETE"]),
        ("website", ["INSERT", "UPDATE", "DELETE"]),
        ("store", ["INSERT", "UPDATE", "DELETE"]),
    ]

    /// The identity of the store, which it keeps in all of its back-ups, and a counter without meaning, for testing whether a write succeeds.
    static let identity = Migration(name: "10-identity") { dialect in
        [
            """
            CREATE TABLE store_identity (
                id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
                identity TEXT NOT NULL,
                probes BIGINT NOT NULL
            )
            """,
            "INSERT INTO store_identity (id, identity, probes) VALUES (1, \(dialect.randomText), 0)",
        ]
    }

    /// Imports that have not ended. Customers, websites and stores with the number of one are hidden until it ends, which deletes one row,
    /// however many they are.
    static let imports = Migration(name: "11-imports") { dialect in
        ["customer", "website", "store"].map { "ALTER TABLE \($0) ADD COLUMN import_id BIGINT NOT NULL DEFAULT 0" } + [
            "CREATE TABLE import_run (id \(dialect.identity(1)), touched_at BIGINT NOT NULL)",
            "CREATE VIEW visible_customer AS SELECT * FROM customer WHERE import_id NOT IN (SELECT id FROM import_run)",
            // The end of an import invalidates cached sites, and cached absences of customers.
            dialect.counted("import_run", "DELETE"),
        ]
    }
}
