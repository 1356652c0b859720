import GRDB
import TokenCore

extension StoreFailure {
    /// The failure that an SQLite error means. The text contains only the result code and its name: messages, statements and arguments can
    /// contain what a client sent.
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

    /// The same for any error that the store itself can throw.
    init(mapping error: any Error) {
        switch error {
        case let failure as StoreFailure: self = failure
        case let error as DatabaseError: self = StoreFailure(error)
        default: self = .unavailable("SQLite: interrupted")
        }
    }

    /// Maps errors of SQLite to store failures; errors of a body stay unchanged.
    static func map(_ error: any Error) -> any Error {
        (error as? DatabaseError).map { StoreFailure($0) } ?? error
    }
}

extension DatabaseError {
    /// The file is not a database, or a damaged one.
    var isCorruption: Bool { resultCode == .SQLITE_CORRUPT || resultCode == .SQLITE_NOTADB }
}
