import Foundation
import GRDB
public import TokenCore

extension SQLiteDatabase {
    /// Opens the database, creates it (mode 0600) when there is no file, and applies pending migrations. Blocks; for use at startup.
    ///
    /// - Parameters:
    ///   - busyTimeout: how long to wait for other processes, here and at every write; up to an hour.
    ///   - expectation: what is recorded about the store outside of it.
    ///
    /// Throws `schema` for a file that is damaged, no database, another program's, of a newer version or not the expected one, without
    /// changing it, and `unavailable` when it cannot be opened, stays locked or the disk is full.
    public static func open(
        path: String, busyTimeout: Duration = .seconds(5), expecting expectation: StoreExpectation = .nothing,
        clock: any WallClock = SystemClock()
    ) throws(StoreFailure) -> SQLiteDatabase {
        try open(path: path, busyTimeout: busyTimeout, expecting: expectation, clock: clock, history: .current)
    }

    static func open(
        path: String, busyTimeout: Duration, expecting expectation: StoreExpectation = .nothing, clock: any WallClock,
        history: SchemaHistory
    ) throws(StoreFailure) -> SQLiteDatabase {
        let file = try SQLiteFile(path: path)
        do {
            return try untilFree(within: busyTimeout) {
                // Opening for writing changes any file to WAL mode, so other databases must be refused before.
                let inspector = SQLiteInspector(file: file, history: history, expectation: expectation, busyTimeout: busyTimeout)
                try refuse(inspector.inspect(thoroughly: false))
                try file.createIfMissing()
                try SQLiteDiskSpace.assertEnough(for: file)
                let pool = try DatabasePool(path: file.path, configuration: configuration(busyTimeout))
                let (monitor, identity) = try pool.writeWithoutTransaction { connection in
                    try makeDurable(connection)
                    try migrate(connection, history, clock)
                    return try monitored(connection, path: file.path)
                }
                let readers = SQLiteReaders(of: pool, monitor, busyTimeout: busyTimeout, kept: readersKept)
                return SQLiteDatabase(pool: pool, readers: readers, monitor: monitor, identity: identity, busyTimeout: busyTimeout)
            }
        } catch let error as DatabaseError where error.isCorruption {
            throw damage("SQLite \(error.extendedResultCode)")
        } catch {
            throw StoreFailure(mapping: error)
        }
    }

    private static func damage(_ how: String) -> StoreFailure {
        .schema("the file is not a sound database: \(how); restore a back-up (token-gateway restore FILE)")
    }

    private static func refuse(_ finding: SQLiteInspection) throws(StoreFailure) {
        switch finding {
        case .missing: break
        case .damaged(let how): throw damage(how)
        case .unexpected(let why): throw .schema(why)
        case .readable(let status): if let refusal = status.refusal { throw refusal }
        }
    }

    /// Marks the file with its identity, so that the first bytes distinguish it from another file, and starts to monitor it.
    private static func monitored(_ connection: GRDB.Database, path: String) throws -> (SQLiteFileMonitor, String) {
        guard let handle = connection.sqliteConnection,
            let identity = try SchemaHistory.current.identity(on: SQLiteTransaction(connection), .sqlite)
        else { throw StoreFailure.schema("the identity of the database is gone") }
        let mark = Int32(bitPattern: UInt32(identity.prefix(8), radix: 16) ?? 1)
        if try Int32.fetchOne(connection, sql: "PRAGMA user_version") != mark {
            try connection.execute(sql: "PRAGMA user_version = \(mark)")
        }
        if SQLiteHeader(of: handle)?.userVersion != mark {
            // Writes the mark into the file itself. Another process that uses the file may prevent that; then a later start does it.
            _ = try? connection.checkpoint(.passive)
        }
        return (try SQLiteFileMonitor(path: path, connection: handle, userVersion: mark), identity)
    }

    static func configuration(_ busyTimeout: Duration) -> Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(busyTimeout.timeInterval)
        // GRDB sets a time-out of ten seconds for readers.
        configuration.prepareDatabase { try setBusyTimeout(busyTimeout, $0) }
        return configuration
    }

    /// Reads run on the threads of their callers: event loops and the cooperative pool, which has one thread per processor.
    private static var readersKept: Int { max(4, 2 * ProcessInfo.processInfo.activeProcessorCount) }

    static func setBusyTimeout(_ timeout: Duration, _ connection: GRDB.Database) throws {
        try connection.execute(sql: "PRAGMA busy_timeout = \(timeout.milliseconds)")
    }

    /// GRDB sets `synchronous = NORMAL` when it opens a pool, which can lose the last commits in a power failure, so that a revoked token
    /// would be valid again. Throws when the connection does not confirm the durability that was set.
    private static func makeDurable(_ connection: GRDB.Database) throws {
        try connection.execute(sql: "PRAGMA synchronous = FULL")
        guard try Int.fetchOne(connection, sql: "PRAGMA synchronous") == 2,
            try String.fetchOne(connection, sql: "PRAGMA journal_mode") == "wal",
            try Int.fetchOne(connection, sql: "PRAGMA foreign_keys") == 1
        else { throw StoreFailure.unavailable("SQLite does not give the durability or the checks that it was asked for") }
    }

    /// One transaction per migration; none when no migration is pending.
    private static func migrate(_ connection: GRDB.Database, _ history: SchemaHistory, _ clock: any WallClock) throws {
        guard try history.status(on: SQLiteTransaction(connection), .sqlite) != .current else { return }
        while try writing(connection, { try history.applyNext(on: $0, .sqlite, at: clock.now()) }) {}
    }

    /// Retries while other connections hold the file: SQLite does not wait when two connections switch a new file to WAL mode.
    private static func untilFree<Result>(within timeout: Duration, _ body: () throws -> Result) throws -> Result {
        let end = ContinuousClock.now + min(timeout, .seconds(3600))
        while true {
            do {
                return try body()
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && ContinuousClock.now < end {
                Thread.sleep(forTimeInterval: 0.005)
            }
        }
    }
}

extension Duration {
    /// Whole milliseconds, limited to the range from zero to one hour.
    var milliseconds: Int64 {
        let clamped = min(max(self, .zero), .seconds(3600)).components
        return clamped.seconds * 1000 + clamped.attoseconds / 1_000_000_000_000_000
    }

    var timeInterval: Double { Double(milliseconds) / 1000 }
}
