import GRDB
public import TokenCore

/// The store in one SQLite file. Several processes may use the file at the same time; each read sees what other processes have
/// committed. The connections close when the last copy of the value is destroyed.
public struct SQLiteDatabase: TokenCore.Database {
    let pool: DatabasePool
    let readers: SQLiteReaders
    let monitor: SQLiteFileMonitor
    /// Distinguishes this store from every other.
    public let identity: String
    let busyTimeout: Duration

    /// Runs on a thread of the cooperative pool, because a hop to GRDB's own threads costs several times a typical read. It yields first, so
    /// that a task that was started on an event loop does not block it when the disk is slow.
    public func read<Result: Sendable>(_ body: @Sendable (any StoreSession) throws -> Result) async throws -> Result {
        await Task.yield()
        return try readHere(body)
    }

    /// Completes even when the task is cancelled: a client that disconnects must not undo the count of its refused sign-in.
    ///
    /// Waits at most the busy time-out for writers of other processes, counted from the call, and then throws `unavailable`.
    public func write<Result: Sendable>(
        _ body: @escaping @Sendable (any StoreSession) throws -> Result
    ) async throws -> Result {
        let start = ContinuousClock.now
        return try await withCheckedThrowingContinuation { continuation in
            pool.asyncWriteWithoutTransaction { connection in
                continuation.resume(
                    with: Swift.Result {
                        try verified(connection) {
                            try waiting(since: start, connection) { try Self.writing(connection) { try body(SQLSession($0)) } }
                        }
                    })
            }
        }
    }

    public func verifyPresence() async throws {
        await Task.yield()
        try readers.verify()
    }

    public var writeObstacle: String? { monitor.refusal ?? SQLiteDiskSpace.obstacle(at: pool.path) }

    /// A write into a file that is no longer at its path must neither begin nor be acknowledged.
    private func verified<Result>(_ connection: GRDB.Database, _ body: () throws -> Result) throws -> Result {
        try monitor.verify(connection.sqliteConnection)
        if let refusal = monitor.refusal { throw StoreFailure.unavailable(refusal) }
        do {
            let result = try body()
            try monitor.verify(connection.sqliteConnection)
            return result
        } catch let failure as StoreFailure {
            // Of the errors that a replaced file causes, this one names the reason.
            try monitor.verify(connection.sqliteConnection)
            throw failure
        }
    }

    func readHere<Result>(_ body: (any StoreSession) throws -> Result) throws -> Result {
        do {
            return try readers.read(body)
        } catch {
            throw StoreFailure.map(error)
        }
    }

    /// Runs one transaction, which holds the write lock from its beginning.
    static func writing<Result>(_ connection: GRDB.Database, _ body: (SQLiteTransaction) throws -> Result) throws -> Result {
        do {
            var result: Result?
            try connection.inTransaction(.immediate) {
                result = try body(SQLiteTransaction(connection))
                return .commit
            }
            guard let result else { throw StoreFailure.unavailable("the transaction was not run") }
            return result
        } catch {
            throw StoreFailure.map(error)
        }
    }

    /// Subtracts the time spent in the queue from the busy time-out. Otherwise writes that queue behind a lock of another process would each
    /// wait for the whole time-out, one after another.
    func waiting<Result>(
        since start: ContinuousClock.Instant, _ connection: GRDB.Database, _ body: () throws -> Result
    ) throws -> Result {
        let waited = ContinuousClock.now - start
        guard waited > .milliseconds(100) else { return try body() }
        try Self.setBusyTimeout(max(.zero, busyTimeout - waited), connection)
        // The body is committed, so a failure to reset the time-out must not replace its result.
        defer { try? Self.setBusyTimeout(busyTimeout, connection) }
        return try body()
    }
}
