import GRDB
public import TokenCore

extension SQLiteDatabase {
    /// The copy is in an unnamed file, which the system removes with the connection, also when the program is killed.
    public func scratchCopy() async throws -> any TokenCore.Database {
        do {
            let copy = try DatabaseQueue(path: "", configuration: Self.configuration(busyTimeout))
            try pool.backup(to: copy)
            return SQLiteScratch(queue: copy)
        } catch {
            throw StoreFailure(mapping: error)
        }
    }
}

/// A temporary database with a single connection.
struct SQLiteScratch: TokenCore.Database {
    let queue: DatabaseQueue

    func verifyPresence() async throws {}

    var writeObstacle: String? { nil }

    func scratchCopy() async throws -> any TokenCore.Database { throw StoreFailure.unavailable("a copy is not copied again") }

    func read<Result: Sendable>(_ body: @Sendable (any StoreSession) throws -> Result) async throws -> Result {
        await Task.yield()
        return try readHere(body)
    }

    func write<Result: Sendable>(_ body: @escaping @Sendable (any StoreSession) throws -> Result) async throws -> Result {
        await Task.yield()
        return try writeHere(body)
    }

    private func readHere<Result>(_ body: (any StoreSession) throws -> Result) throws -> Result {
        do {
            return try queue.read { try body(SQLSession(SQLiteTransaction($0))) }
        } catch {
            throw StoreFailure.map(error)
        }
    }

    private func writeHere<Result>(_ body: (any StoreSession) throws -> Result) throws -> Result {
        try queue.writeWithoutTransaction { connection in
            try SQLiteDatabase.writing(connection) { try body(SQLSession($0)) }
        }
    }
}
