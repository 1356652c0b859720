import GRDB
public import TokenCore

/// The result of inspecting a database file, which changes nothing.
public enum SQLiteInspection: Sendable, Equatable {
    /// There is no file yet.
    case missing
    /// Not an SQLite database, or a damaged one.
    case damaged(String)
    /// An intact database, or an empty file.
    case readable(SchemaStatus)
    /// An intact database, an empty file or no file, and not what is expected at the path; the text says what to do.
    case unexpected(String)
}

extension SQLiteDatabase {
    /// Inspects a database without creating, migrating or locking it. Reads the whole file.
    ///
    /// Throws `unavailable` when the file cannot be read.
    public static func inspect(path: String, expecting expectation: StoreExpectation = .nothing) throws(StoreFailure) -> SQLiteInspection {
        do {
            return try SQLiteInspector(file: SQLiteFile(path: path), history: .current, expectation: expectation).inspect(thoroughly: true)
        } catch {
            throw StoreFailure(mapping: error)
        }
    }
}

/// Inspects a file before anything writes to it.
struct SQLiteInspector {
    let file: SQLiteFile
    let history: SchemaHistory
    var expectation = StoreExpectation.nothing
    var busyTimeout: Duration = .seconds(5)

    /// - Parameter thoroughly: reads all pages and indexes instead of the list of tables only.
    ///
    /// Throws ``StoreFailure`` and errors of SQLite.
    func inspect(thoroughly: Bool) throws -> SQLiteInspection {
        guard let before = try file.state() else { return unexpected(nil, nil) ?? .missing }
        // An ordinary read-only connection leaves a log and an index next to the file. An idle database can be read without them, and the
        // result is valid if nothing wrote to the file meanwhile.
        if !before.hasSideFiles, let finding = try? read(file.immutableURI, thoroughly: thoroughly), try file.state() == before {
            return finding
        }
        return try read(file.path, thoroughly: thoroughly)
    }

    private func unexpected(_ status: SchemaStatus?, _ identity: String?) -> SQLiteInspection? {
        // A schema that is refused anyway is reported as such.
        guard status?.refusal == nil, case .schema(let why)? = expectation.refusal(path: file.path, status, identity) else {
            return nil
        }
        return .unexpected(why)
    }

    private func read(_ path: String, thoroughly: Bool) throws -> SQLiteInspection {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(busyTimeout.timeInterval)
        do {
            return try DatabaseQueue(path: path, configuration: configuration).read { connection in
                if thoroughly, try String.fetchOne(connection, sql: "PRAGMA quick_check(1)") != "ok" {
                    return .damaged("quick_check finds errors")
                }
                let transaction = SQLiteTransaction(connection)
                let status = try history.status(on: transaction, .sqlite)
                return try unexpected(status, history.identity(on: transaction, .sqlite)) ?? .readable(status)
            }
        } catch let error as DatabaseError where error.isCorruption {
            return .damaged("SQLite \(error.extendedResultCode)")
        }
    }
}
