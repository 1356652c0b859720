extension Migration {
    /// What tells this store from every other, for as long as it lives and in all of its back-ups; and a number that means nothing, for
    /// trying whether a write succeeds.
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
}
