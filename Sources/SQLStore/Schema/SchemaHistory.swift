import TokenCore

/// All migrations in order, and the table that says which of them a database has had.
struct SchemaHistory: Sendable {
    let migrations: [Migration]

    /// Append only: databases remember the names.
    static let current = SchemaHistory(migrations: [
        .sites, .accounts, .tokens, .records, .customers, .integrations, .mail, .secondFactors, .facts, .identity, .imports,
    ])

    func standing(on connection: some SQLConnection, _ dialect: SQLDialect) throws -> SchemaStatus {
        let tables = try connection.query(dialect.tableNames, []).map { try $0.value("name", .text) }
        guard tables.contains(Self.table) else {
            return tables.isEmpty ? .empty(migrations.map(\.name)) : .foreign
        }
        let applied = try connection.query("SELECT name FROM \(Self.table) ORDER BY applied_at, name", []).map {
            try $0.value("name", .text)
        }
        let unknown = applied.filter { name in !migrations.contains { $0.name == name } }
        if !unknown.isEmpty { return .newer(unknown) }
        let pending = migrations.map(\.name).filter { !applied.contains($0) }
        return pending.isEmpty ? .current : .pending(pending)
    }

    /// The identity of the store; `nil` when an older program has made it, or none.
    func identity(on connection: some SQLConnection, _ dialect: SQLDialect) throws -> String? {
        let tables = try connection.query(dialect.tableNames, []).map { try $0.value("name", .text) }
        guard tables.contains("store_identity") else { return nil }
        return try connection.query("SELECT identity FROM store_identity", []).first?.value("identity", .text)
    }

    /// Applies the first pending migration. The transaction must hold the write lock already, so that of several programs that
    /// open a new database at once each one sees what the others have done.
    /// - Returns: whether more are pending. Throws ``SchemaStatus/refusal``.
    func applyNext(on connection: some SQLConnection, _ dialect: SQLDialect, at now: Timestamp) throws -> Bool {
        let standing = try standing(on: connection, dialect)
        if let refusal = standing.refusal { throw refusal }
        let names: [String]
        switch standing {
        case .empty(let pending), .pending(let pending): names = pending
        case .current, .newer, .foreign: return false
        }
        guard let migration = migrations.first(where: { $0.name == names.first }) else { return false }
        try connection.execute(
            "CREATE TABLE IF NOT EXISTS \(Self.table) (name TEXT NOT NULL PRIMARY KEY, applied_at BIGINT NOT NULL)", [])
        for statement in migration.statements(dialect) { try connection.execute(statement, []) }
        try connection.execute(
            "INSERT INTO \(Self.table) (name, applied_at) VALUES ($1, $2)", [.text(migration.name), .moment(now)])
        return names.count > 1
    }

    private static let table = "schema_migration"
}
