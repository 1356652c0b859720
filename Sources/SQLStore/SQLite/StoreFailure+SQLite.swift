import GRDB
import TokenCore

extension StoreFailure {
    /// The failure that an error of SQLite means. The text has the result code and its name only: messages, statements and
    /// arguments can hold what a client sent.
    init(_ error: DatabaseError) {
        let text = "SQLite \(error.extendedResultCode)"
        switch error.extendedResultCode {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID, .SQLITE_CONSTRAINT_FOREIGNKEY:
            self = .conflict(text)
            return
        default: break
        }
        if error.isCorruption {
            self = .unavailable("the database file is damaged: \(text)")
            return
        }
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_NOMEM,
            .SQLITE_INTERRUPT, .SQLITE_ABORT, .SQLITE_PERM, .SQLITE_PROTOCOL, .SQLITE_SCHEMA, .SQLITE_NOLFS:
            self = .unavailable(text)
        default:
            self = .schema("the tables do not fit this program: \(text)")
        }
    }

    /// The same for whatever the store itself can throw.
    init(mapping error: any Error) {
        switch error {
        case let failure as StoreFailure: self = failure
        case let error as DatabaseError: self = StoreFailure(error)
        default: self = .unavailable("SQLite: interrupted")
        }
    }

    /// Errors of SQLite as store failures; what a body threw itself unchanged.
    static func map(_ error: any Error) -> any Error {
        (error as? DatabaseError).map { StoreFailure($0) } ?? error
    }
}

extension DatabaseError {
    /// The file is no database, or a broken one.
    var isCorruption: Bool { resultCode == .SQLITE_CORRUPT || resultCode == .SQLITE_NOTADB }
}
