import GRDB
import TestSupport
import Testing
import TokenCore

@testable import SQLStore

/// How errors of SQLite are mapped, and how values are bound and read.
@Suite struct SQLiteFailureTests {
    private static let secret = "hunter2"

    private func failure(_ code: ResultCode) -> StoreFailure {
        StoreFailure(
            DatabaseError(
                resultCode: code, message: Self.secret, sql: "SELECT '\(Self.secret)'", arguments: [Self.secret],
                publicStatementArguments: true))
    }

    @Test(arguments: [
        ResultCode.SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_FOREIGNKEY, .SQLITE_CONSTRAINT_ROWID,
    ])
    func conflicts(_ code: ResultCode) {
        #expect(failure(code).isConflict)
        #expect(!"\(failure(code))".contains(Self.secret))
    }

    @Test(arguments: [
        ResultCode.SQLITE_BUSY, .SQLITE_BUSY_SNAPSHOT, .SQLITE_LOCKED, .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_IOERR_FSYNC, .SQLITE_READONLY,
        .SQLITE_READONLY_DBMOVED, .SQLITE_CANTOPEN, .SQLITE_NOMEM, .SQLITE_INTERRUPT, .SQLITE_ABORT, .SQLITE_ABORT_ROLLBACK,
        .SQLITE_PERM, .SQLITE_PROTOCOL, .SQLITE_SCHEMA,
    ])
    func transientErrorsAreUnavailable(_ code: ResultCode) {
        #expect(failure(code).isUnavailable)
        #expect(!"\(failure(code))".contains(Self.secret))
    }

    @Test(arguments: [ResultCode.SQLITE_CORRUPT, .SQLITE_CORRUPT_INDEX, .SQLITE_NOTADB])
    func damageIsReportedAsDamage(_ code: ResultCode) {
        #expect(failure(code).isUnavailable)
        #expect("\(failure(code))".contains("damaged"))
        #expect(!"\(failure(code))".contains(Self.secret))
    }

    @Test(arguments: [ResultCode.SQLITE_ERROR, .SQLITE_MISUSE, .SQLITE_CONSTRAINT_CHECK, .SQLITE_CONSTRAINT_NOTNULL, .SQLITE_MISMATCH])
    func statementsThatDoNotFitAreSchemaFailures(_ code: ResultCode) {
        #expect(failure(code).isSchema)
        #expect(!"\(failure(code))".contains(Self.secret))
    }

    @Test func parametersAreBoundByNumber() throws {
        let connection = try DatabaseQueue()
        try connection.write { database throws in
            let transaction = SQLiteTransaction(database)
            let values = (1...12).map { SQLValue.int($0) }
            let rows = try transaction.query("SELECT $2 AS b, $1 AS a, $12 AS l, $2 AS again", values)
            #expect(rows.first?.columns == ["b", "a", "l", "again"])
            #expect(rows.first?.values == [.int(2), .int(1), .int(12), .int(2)])
            #expect(throws: StoreFailure.self) { try transaction.query("SELECT $1, $2", [.int(1)]) }
        }
    }

    @Test func changedRowsAreCounted() throws {
        let connection = try DatabaseQueue()
        try connection.write { database throws in
            let transaction = SQLiteTransaction(database)
            try transaction.execute("CREATE TABLE t (a BIGINT)", [])
            #expect(try transaction.execute("INSERT INTO t VALUES ($1), ($2)", [.int(1), .int(2)]) == 2)
            #expect(try transaction.execute("UPDATE t SET a = $1 WHERE a > $2", [.int(9), .int(1)]) == 1)
            #expect(try transaction.execute("UPDATE t SET a = $1 WHERE a > $2", [.int(9), .int(10)]) == 0)
            #expect(try transaction.execute("DELETE FROM t", []) == 2)
        }
    }

    @Test(arguments: ["1.5", "x'00'"])
    func typesThatAreNeverWrittenAreRefused(_ literal: String) throws {
        try DatabaseQueue().write { database throws in
            let failure = #expect(throws: StoreFailure.self) { try SQLiteTransaction(database).query("SELECT \(literal) AS a", []) }
            #expect(failure?.isSchema == true)
            #expect(try SQLiteTransaction(database).query("SELECT 1 AS a", []).count == 1, "the connection can still be used")
        }
    }

    @Test func unexpectedColumnValuesAreSchemaFailures() throws {
        let row = SQLRow(["n", "t", "i"], [.null, .text(Self.secret), .int(7)])
        #expect(try row.valueIfPresent("n", .int) == nil)
        #expect(try row.valueIfPresent("n", .text) == nil)
        let attempts: [() throws -> Void] = [
            { _ = try row.value("n", .int) }, { _ = try row.value("n", .text) }, { _ = try row.value("t", .int) },
            { _ = try row.value("i", .text) },
            { _ = try row.value("missing", .text) }, { _ = try row.value("i", .choice) as AccountKind },
            { _ = try row.value("t", .choice) as AuditRecord.Outcome },
        ]
        for attempt in attempts {
            let failure = #expect(throws: StoreFailure.self) { try attempt() }
            #expect(failure?.isSchema == true)
            #expect(!"\(String(describing: failure))".contains(Self.secret))
        }
    }

    @Test func nulCharactersAreReplaced() {
        #expect(SQLValue.text("a\u{0}b") == .string("a\u{FFFD}b"))
        #expect(SQLValue.text("ab") == .string("ab"))
        #expect(SQLValue.text(nil) == .null)
    }
}
