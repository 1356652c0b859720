import GRDBSQLite
import TokenCore

/// A prepared statement of one connection.
final class SQLiteStatement {
    private let handle: OpaquePointer
    private let columns: [String]
    /// For each parameter of SQLite the index of its value: SQLite takes `$3` as a name and numbers parameters in the order of their first
    /// appearance.
    private let valueIndexes: [Int]

    /// Throws ``StoreFailure``.
    init(_ sql: String, on connection: OpaquePointer) throws(StoreFailure) {
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard code == SQLITE_OK, let prepared else {
            sqlite3_finalize(prepared)
            throw StoreFailure(code: code == SQLITE_OK ? SQLITE_MISUSE : code)
        }
        handle = prepared
        columns = (0..<sqlite3_column_count(prepared)).map { String(cString: sqlite3_column_name(prepared, $0)) }
        valueIndexes = (0..<sqlite3_bind_parameter_count(prepared)).map { index in
            guard let name = sqlite3_bind_parameter_name(prepared, index + 1) else { return -1 }
            return (Int(String(cString: name).dropFirst()) ?? 0) - 1
        }
    }

    deinit { sqlite3_finalize(handle) }

    /// Runs the statement to its end. Throws ``StoreFailure``, also for a parameter without a value.
    func rows(_ values: [SQLValue]) throws(StoreFailure) -> [SQLRow] {
        defer {
            sqlite3_reset(handle)
            sqlite3_clear_bindings(handle)
        }
        try bind(values)
        var rows: [SQLRow] = []
        while true {
            switch sqlite3_step(handle) {
            case SQLITE_ROW: rows.append(SQLRow(columns, try row()))
            case SQLITE_DONE: return rows
            case let code: throw StoreFailure(code: code)
            }
        }
    }

    private func bind(_ values: [SQLValue]) throws(StoreFailure) {
        for (parameter, index) in zip(Int32(1)..., valueIndexes) {
            guard values.indices.contains(index) else { throw .schema("a statement has a parameter without a value") }
            let code =
                switch values[index] {
                case .null: sqlite3_bind_null(handle, parameter)
                case .integer(let number): sqlite3_bind_int64(handle, parameter, number)
                case .string(let text): sqlite3_bind_text(handle, parameter, text, Int32(clamping: text.utf8.count), Self.copied)
                }
            guard code == SQLITE_OK else { throw StoreFailure(code: code) }
        }
    }

    private func row() throws(StoreFailure) -> [SQLValue] {
        var values: [SQLValue] = []
        values.reserveCapacity(columns.count)
        for index in 0..<Int32(columns.count) {
            switch sqlite3_column_type(handle, index) {
            case SQLITE_NULL: values.append(.null)
            case SQLITE_INTEGER: values.append(.integer(sqlite3_column_int64(handle, index)))
            case SQLITE_TEXT:
                let start = sqlite3_column_text(handle, index)
                let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index)))
                values.append(.string(String(decoding: bytes, as: UTF8.self)))
            default: throw .schema("a column holds a value of a type that this program never writes")
            }
        }
        return values
    }

    /// Makes SQLite copy the bound text before the call returns (https://www.sqlite.org/c3ref/c_static.html).
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
