import GRDB
import TokenCore

/// A GRDB connection inside a transaction.
struct SQLiteTransaction: SQLConnection {
    private let connection: GRDB.Database
    var dialect: SQLDialect { .sqlite }

    init(_ connection: GRDB.Database) {
        self.connection = connection
    }

    func query(_ sql: String, _ values: [SQLValue]) throws(StoreFailure) -> [SQLRow] {
        try rows(values) { try connection.cachedStatement(sql: sql) }
    }

    func queryOnce(_ sql: String, _ values: [SQLValue]) throws(StoreFailure) -> [SQLRow] {
        try rows(values) { try connection.makeStatement(sql: sql) }
    }

    private func rows(_ values: [SQLValue], of prepare: () throws -> Statement) throws(StoreFailure) -> [SQLRow] {
        do {
            let statement = try prepare()
            let cursor = try Row.fetchCursor(statement, arguments: Self.arguments(values))
            let columns = statement.columnNames
            var rows: [SQLRow] = []
            while let row = try cursor.next() {
                rows.append(SQLRow(columns, try row.databaseValues.map(Self.value)))
            }
            return rows
        } catch {
            throw StoreFailure(mapping: error)
        }
    }

    @discardableResult
    func execute(_ sql: String, _ values: [SQLValue]) throws(StoreFailure) -> Int {
        do {
            try connection.cachedStatement(sql: sql).execute(arguments: Self.arguments(values))
            return connection.changesCount
        } catch {
            throw StoreFailure(mapping: error)
        }
    }

    /// Binds by name: SQLite takes `$1` as a name, and unnamed values would be assigned to parameters in the order of their first appearance.
    private static func arguments(_ values: [SQLValue]) -> StatementArguments {
        var named: [String: (any DatabaseValueConvertible)?] = [:]
        for (index, value) in values.enumerated() {
            let storable: DatabaseValue =
                switch value {
                case .null: .null
                case .integer(let number): number.databaseValue
                case .string(let text): text.databaseValue
                }
            named["\(index + 1)"] = .some(storable)
        }
        return StatementArguments(named)
    }

    private static func value(_ stored: DatabaseValue) throws(StoreFailure) -> SQLValue {
        switch stored.storage {
        case .null: .null
        case .int64(let number): .integer(number)
        case .string(let text): .string(text)
        case .double, .blob: throw .schema("a column holds a value of a type that this program never writes")
        }
    }
}
