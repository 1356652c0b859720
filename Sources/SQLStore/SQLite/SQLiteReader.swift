import GRDB
import GRDBSQLite
import TokenCore

/// A read-only connection with its prepared statements. It uses SQLite's C interface, because obtaining a reader from GRDB costs more than
/// the rest of a request; writes go through GRDB.
///
/// Used by one thread at a time: ``SQLiteReaders`` lends it out.
final class SQLiteReader: SQLConnection {
    let handle: OpaquePointer
    var dialect: SQLDialect { .sqlite }
    private var statements: [String: SQLiteStatement] = [:]

    /// The number of statements to keep, more than the program has.
    private static let kept = 200

    /// Throws `unavailable` when the file cannot be opened.
    init(path: String, busyTimeout: Duration) throws(StoreFailure) {
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(path, &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let opened else {
            sqlite3_close_v2(opened)
            throw StoreFailure(code: code)
        }
        handle = opened
        sqlite3_extended_result_codes(opened, 1)
        sqlite3_busy_timeout(opened, Int32(clamping: busyTimeout.milliseconds))
    }

    deinit {
        statements = [:]
        sqlite3_close_v2(handle)
    }

    /// Runs a body on a consistent view.
    /// - Returns: the result, and whether the connection can be used for another read.
    func read<Result>(_ body: (SQLiteReader) throws -> Result) -> (result: Swift.Result<Result, any Error>, isGood: Bool) {
        do {
            _ = try query("BEGIN", [])
        } catch {
            return (.failure(error), false)
        }
        let result = Swift.Result { try body(self) }
        do {
            _ = try query("COMMIT", [])
            return (result, true)
        } catch {
            return (result.flatMap { _ in .failure(error) }, false)
        }
    }

    func query(_ sql: String, _ values: [SQLValue]) throws(StoreFailure) -> [SQLRow] {
        if let statement = statements[sql] { return try statement.rows(values) }
        let statement = try SQLiteStatement(sql, on: handle)
        if statements.count >= Self.kept { statements = [:] }
        statements[sql] = statement
        return try statement.rows(values)
    }

    func queryOnce(_ sql: String, _ values: [SQLValue]) throws(StoreFailure) -> [SQLRow] {
        try SQLiteStatement(sql, on: handle).rows(values)
    }

    func execute(_ sql: String, _ values: [SQLValue]) throws(StoreFailure) -> Int {
        throw .unavailable("nothing can be changed while reading")
    }
}

extension StoreFailure {
    /// The failure that a result code means.
    init(code: Int32) {
        self.init(DatabaseError(resultCode: ResultCode(rawValue: code)))
    }
}
