extension Migration {
    /// The count of changes that can make wrong what was read before. The tables count themselves, so no statement, of this program or
    /// of somebody at the database's own prompt, can forget to.
    static let facts = Migration(name: "09-facts") { dialect in
        [
            "CREATE TABLE fact_version (id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1), version BIGINT NOT NULL)",
            "INSERT INTO fact_version (id, version) VALUES (1, 1)",
        ] + dialect.counting + changes.flatMap { table, events in events.map { dialect.counted(table, $0) } }
    }

    /// A new account or token makes nothing wrong; a right or a setting that is new does.
    private static let changes: [(table: String, events: [String])] = [
        ("admin_user", ["UPDATE", "DELETE"]),
        ("role", ["UPDATE", "DELETE"]),
        ("role_resource", ["INSERT", "UPDATE", "DELETE"]),
        ("customer", ["UPDATE", "DELETE"]),
        ("customer_address", ["INSERT", "UPDATE", "DELETE"]),
        // Not the time of its last use.
        ("token", ["UPDATE OF digest, kind, owner_id, expires_at, revoked_at", "DELETE"]),
        ("integration", ["UPDATE", "DELETE"]),
        ("integration_resource", ["INSERT", "UPDATE", "DELETE"]),
        ("oauth_consumer", ["UPDATE OF integration_id", "DELETE"]),
        ("oauth_token", ["UPDATE OF consumer_id, kind, digest, ended_at", "DELETE"]),
        ("setting", ["INSERT", "UPDATE", "DELETE"]),
        ("website", ["INSERT", "UPDATE", "DELETE"]),
        ("store", ["INSERT", "UPDATE", "DELETE"]),
    ]
}
