public import TokenCore

/// All migrations in order. A table in the database records which of them it has had.
struct SchemaHistory: Sendable {
    let migrations: [Migration]

    /// Append-only: databases store the names.
    static let current = SchemaHistory(migrations: [
        .sites, .accounts, .tokens, .records, .customers, .integrations, .mail, .secondFactors, .facts, .identity, .imports,
    ])

    func status(on connection: some SQLConnection, _ dialect: SQLDialect) throws -> SchemaStatus {
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

    /// The identity of the store; `nil` when there is no store, or one of a version that had no identities.
    func identity(on connection: some SQLConnection, _ dialect: SQLDialect) throws -> String? {
        let tables = try connection.query(dialect.tableNames, []).map { try $0.value("name", .text) }
        guard tables.contains("store_identity") else { return nil }
        return try connection.query("SELECT identity FROM store_identity", []).first?.value("identity", .text)
    }

    /// Applies the first pending migration. The transaction must already hold the write lock, so that of several programs that open a new
    /// database at once each sees what the others have done.
    /// - Returns: whether more are pending. Throws ``SchemaStatus/refusal``.
    func applyNext(on connection: some SQLConnection, _ dialect: SQLDialect, at now: Timestamp) throws -> Bool {
        let status = try self.status(on: connection, dialect)
        if let refusal = status.refusal { throw refusal }
        let names: [String]
        switch status {
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

/// One step of the schema, applied whole or not at all. Once released, neither its name nor its statements change.
struct Migration: Sendable {
    let name: String
    let statements: @Sendable (SQLDialect) -> [String]
}

/// How the tables of a database compare with those that this program knows.
public enum SchemaStatus: Sendable, Equatable {
    case current
    /// There are no tables; these migrations are to be applied, in this order.
    case empty([String])
    /// These migrations are to be applied, in this order.
    case pending([String])
    /// A newer program has applied these migrations, which this one does not know.
    case newer([String])
    /// The tables belong to another program.
    case foreign

    /// Why this program must not use the database; `nil` when it may.
    public var refusal: StoreFailure? {
        switch self {
        case .current, .empty, .pending: nil
        case .newer: .schema("the database was made by a newer version of this program")
        case .foreign: .schema("the database belongs to another program")
        }
    }
}
