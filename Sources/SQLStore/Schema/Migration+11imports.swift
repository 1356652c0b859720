extension Migration {
    /// Imports that have not ended. Customers, websites and stores that carry the number of one are not seen before it ends, which is one
    /// row less in one small table, however many they are.
    static let imports = Migration(name: "11-imports") { dialect in
        ["customer", "website", "store"].map { "ALTER TABLE \($0) ADD COLUMN import_id BIGINT NOT NULL DEFAULT 0" } + [
            "CREATE TABLE import_run (id \(dialect.identity(1)), touched_at BIGINT NOT NULL)",
            "CREATE VIEW visible_customer AS SELECT * FROM customer WHERE import_id NOT IN (SELECT id FROM import_run)",
            // What is kept of the sites and of who is not there ends with the import.
            dialect.counted("import_run", "DELETE"),
        ]
    }
}
