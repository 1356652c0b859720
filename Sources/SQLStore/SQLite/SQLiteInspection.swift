import GRDB
public import TokenCore

/// What a look at a database file finds; the look itself changes nothing.
public enum SQLiteInspection: Sendable, Equatable {
    /// There is no file yet.
    case missing
    /// No database of SQLite, or a broken one.
    case damaged(String)
    /// A sound database; an empty file has all migrations pending.
    case readable(SchemaStanding)
}

extension SQLiteDatabase {
    /// Looks at a database without creating, migrating or locking it. Reads the whole file.
    ///
    /// Throws `unavailable` when the file cannot be looked at.
    public static func inspect(path: String) throws(StoreFailure) -> SQLiteInspection {
        do {
            return try SQLiteInspector(file: SQLiteFile(path: path), history: .current).inspect(thoroughly: true)
        } catch {
            throw StoreFailure(told: error)
        }
    }
}

/// Looks at a file before anything writes to it.
struct SQLiteInspector {
    let file: SQLiteFile
    let history: SchemaHistory
    var busyTimeout: Duration = .seconds(5)

    /// - Parameter thoroughly: whether to read all pages and indexes instead of the list of tables only.
    ///
    /// Throws ``StoreFailure`` and errors of SQLite.
    func inspect(thoroughly: Bool) throws -> SQLiteInspection {
        guard let before = try file.trace() else { return .missing }
        // An ordinary read-only connection leaves a log and an index beside the file. A database at rest can be read without, and
        // what was found holds if it was at rest afterwards, too.
        if !before.hasSideFiles, let finding = try? look(file.immutableURI, thoroughly: thoroughly), try file.trace() == before {
            return finding
        }
        return try look(file.path, thoroughly: thoroughly)
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
                return .readable(try history.standing(on: SQLiteTransaction(connection), .sqlite))
            }
        } catch let error as DatabaseError where error.tellsOfDamage {
            return .damaged("SQLite \(error.extendedResultCode)")
        }
    }
}
