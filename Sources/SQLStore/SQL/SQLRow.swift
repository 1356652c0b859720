import TokenCore

/// One row of a result. The readers throw ``StoreFailure/schema(_:)`` when the column is missing or holds something else; the text
/// names the column, never its content.
struct SQLRow: Sendable {
    /// Names of the columns, shared by all rows of a result.
    let columns: [String]
    let values: [SQLValue]

    init(_ columns: [String], _ values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    /// Reads the value at a position and moves on to the next one.
    func next<Value>(_ position: inout Int, _ type: SQLType<Value>) throws(StoreFailure) -> Value {
        guard let value = try nextIfPresent(&position, type) else { throw unexpected(position - 1) }
        return value
    }

    /// The same for a column that may hold NULL.
    func nextIfPresent<Value>(_ position: inout Int, _ type: SQLType<Value>) throws(StoreFailure) -> Value? {
        defer { position += 1 }
        guard values.indices.contains(position) else { throw unexpected(position) }
        if case .null = values[position] { return nil }
        guard let value = type.read(values[position]) else { throw unexpected(position) }
        return value
    }

    /// Reads a column by the name that the statement gives it.
    func value<Value>(_ column: String, _ type: SQLType<Value>) throws(StoreFailure) -> Value {
        var position = try position(of: column)
        return try next(&position, type)
    }

    /// The same for a column that may hold NULL.
    func valueIfPresent<Value>(_ column: String, _ type: SQLType<Value>) throws(StoreFailure) -> Value? {
        var position = try position(of: column)
        return try nextIfPresent(&position, type)
    }

    private func position(of column: String) throws(StoreFailure) -> Int {
        guard let position = columns.firstIndex(of: column) else { throw Self.unexpected(column) }
        return position
    }

    private func unexpected(_ position: Int) -> StoreFailure {
        Self.unexpected(columns.indices.contains(position) ? columns[position] : "number \(position + 1)")
    }

    private static func unexpected(_ column: String) -> StoreFailure {
        .schema("column \(column) does not hold what this program writes")
    }
}
