import GRDB
public import TokenCore

/// What a look at a database file finds; the look itself changes nothing.
public enum SQLiteInspection: Sendable, Equatable {
    /// There is no file yet.
    case missing
    /// No database of SQLite, or a broken one.
    case damaged(String)
    /// A sound database, or an empty file.
    case readable(SchemaStatus)
    /// A sound database, an empty file or none, and not what is expected there; with what to do.
    case unexpected(String)
}

extension SQLiteDatabase {
    /// Looks at a database without creating, migrating or locking it. Reads the whole file.
    ///
    /// Throws `unavailable` when the file cannot be looked at.
    public static func inspect(path: String, expecting expectation: StoreExpectation = .nothing) throws(StoreFailure) -> SQLiteInspection {
        do {
            return try SQLiteInspector(file: SQLiteFile(path: path), history: .current, expectation: expectation).inspect(thoroughly: true)
        } catch {
            throw StoreFailure(mapping: error)
        }
    }
}

/// Looks at a file before anything writes to it.
struct SQLiteInspector {
    let file: SQLiteFile
    let history: SchemaHistory
    var expectation = StoreExpectation.nothing
    var busyTimeout: Duration = .seconds(5)

    /// - Parameter thoroughly: whether to read all pages and indexes instead of the list of tables only.
    ///
    /// Throws ``StoreFailure`` and errors of SQLite.
    func inspect(thoroughly: Bool) throws -> SQLiteInspection {
        guard let before = try file.trace() else { return judged(nil, nil) ?? .missing }
        // An ordinary read-only connection leaves a log and an index beside the file. A database at rest can be read without, and
        // what was found holds if it was at rest afterwards, too.
        if !before.hasSideFiles, let finding = try? look(file.immutableURI, thoroughly: thoroughly), try file.trace() == before {
            return finding
        }
        return try look(file.path, thoroughly: thoroughly)
    }

    private func judged(_ standing: SchemaStatus?, _ identity: String?) -> SQLiteInspection? {
        // What is not ours is refused for that.
        guard standing?.refusal == nil, case .schema(let why)? = expectation.refusal(path: file.path, standing, identity) else {
            return nil
        }
        return .unexpected(why)
    }

    private func look(_ path: String, thoroughly: Bool) throws -> SQLiteInspection {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(busyTimeout.timeInterval)
        do {
            return try DatabaseQueue(path: path, configuration: configuration).read { connection in
                if thoroughly, try String.fetchOne(connection, sql: "PRAGMA quick_check(1)") != "ok" {
                    return .damaged("quick_check finds errors")
                }
                let transaction = SQLiteTransaction(connection)
                let standing = try history.standing(on: transaction, .sqlite)
                return try judged(standing, history.identity(on: transaction, .sqlite)) ?? .readable(standing)
            }
        } catch let error as DatabaseError where error.isCorruption {
            return .damaged("SQLite \(error.extendedResultCode)")
        }
    }
}
