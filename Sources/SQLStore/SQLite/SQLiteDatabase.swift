import GRDB
public import TokenCore

/// The store in one file of SQLite. Several processes may use the file at the same time; each sees at its next read what another has
/// committed. The connections close when the last copy of the value goes.
public struct SQLiteDatabase: TokenCore.Database {
    let pool: DatabasePool
    let readers: SQLiteReaders
    let monitor: SQLiteFileMonitor
    /// What tells this store from every other.
    public let identity: String
    let busyTimeout: Duration

    /// Runs on a thread of the pool: no writer holds it up, and going to GRDB's own threads costs several times the look-up. Never where
    /// the task may have begun, on an event loop: the disk may be slow.
    public func read<Result: Sendable>(_ body: @Sendable (any StoreSession) throws -> Result) async throws -> Result {
        await Task.yield()
        return try readHere(body)
    }

    /// Goes through even when the task is cancelled: a client that hangs up must not undo the count of its refused sign-in.
    ///
    /// Waits for writers of other processes at most the busy time-out, counted from the call. Throws `unavailable` after that.
    public func write<Result: Sendable>(
        _ body: @escaping @Sendable (any StoreSession) throws -> Result
    ) async throws -> Result {
        let asked = ContinuousClock.now
        return try await withCheckedThrowingContinuation { continuation in
            pool.asyncWriteWithoutTransaction { connection in
                continuation.resume(
                    with: Swift.Result {
                        try present(connection) {
                            try waiting(since: asked, connection) { try Self.writing(connection) { try body(SQLSession($0)) } }
                        }
                    })
            }
        }
    }

    public func verifyPresence() async throws {
        await Task.yield()
        try readers.verify()
    }

    public var writeObstacle: String? { monitor.refusal ?? SQLiteRoom.obstacle(at: pool.path) }

    /// A write into a file that is no longer at its place must not begin, and not be acknowledged either.
    private func present<Result>(_ connection: GRDB.Database, _ body: () throws -> Result) throws -> Result {
        try monitor.verify(connection.sqliteConnection)
        if let refusal = monitor.refusal { throw StoreFailure.unavailable(refusal) }
        do {
            let result = try body()
            try monitor.verify(connection.sqliteConnection)
            return result
        } catch let failure as StoreFailure {
            // Damage has many faces; this is the one that tells what happened.
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

    /// One transaction that has the write lock from the beginning.
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

    /// Takes the time spent in the queue off the busy time-out. Otherwise writes that queue behind a lock of another process would
    /// wait one after another, each for the whole of it.
    func waiting<Result>(
        since asked: ContinuousClock.Instant, _ connection: GRDB.Database, _ body: () throws -> Result
    ) throws -> Result {
        let waited = ContinuousClock.now - asked
        guard waited > .milliseconds(100) else { return try body() }
        try Self.setBusyTimeout(max(.zero, busyTimeout - waited), connection)
        // What the body has done is done, so failing to go back must not hide it.
        defer { try? Self.setBusyTimeout(busyTimeout, connection) }
        return try body()
    }
}
