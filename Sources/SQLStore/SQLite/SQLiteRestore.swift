import Foundation
import GRDB
public import TokenCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A back-up on its way into the place of a database: a migrated copy beside it, which takes its name in one step.
public struct SQLiteRestore: Sendable {
    /// The copy, for the caller to look at and to change. Nobody else knows of it.
    public let copy: SQLiteDatabase
    private let target: SQLiteFile
    private let draft: SQLiteFile

    /// Copies a back-up beside the database that it is to replace, verifies and migrates it. Blocks.
    ///
    /// - Parameter identity: what the store is known as elsewhere; a back-up that an older program has made, before there were
    ///   identities, gets this one.
    ///
    /// Throws `schema` for a back-up that is damaged, not ours, made by a newer program or of a different store, and `unavailable` when
    /// somebody uses the database or the copy cannot be written.
    public init(of backup: String, to path: String, identity: String?, clock: any WallClock = SystemClock()) throws(StoreFailure) {
        target = try SQLiteFile(path: path)
        draft = try SQLiteFile(path: target.path + ".restoring")
        let source = try SQLiteFile(path: backup)
        do {
            try SQLiteDatabase.refuseForCopy(SQLiteInspector(file: source, history: .current).inspect(thoroughly: true), path: backup)
            _ = try SQLiteLocks(of: target)
            draft.remove()
            do {
                try draft.createIfMissing()
                try SQLiteDatabase.copy(from: source, to: draft, busyTimeout: .seconds(5))
                try SQLiteDatabase.verifyCopy(draft)
                copy = try Self.opened(draft, identity: identity, clock)
            } catch {
                draft.remove()
                throw error
            }
        } catch {
            throw StoreFailure(mapping: error)
        }
    }

    private static func opened(_ draft: SQLiteFile, identity: String?, _ clock: any WallClock) throws -> SQLiteDatabase {
        let isNamed = try DatabaseQueue(path: draft.path).read { connection in
            try SchemaHistory.current.identity(on: SQLiteTransaction(connection), .sqlite) != nil
        }
        let copy = try SQLiteDatabase.open(path: draft.path, clock: clock)
        guard let identity, copy.identity != identity else { return copy }
        guard !isNamed else {
            throw StoreFailure.schema(
                "the back-up is of a different database than the keys: give the key file that was kept with it (--key-file)")
        }
        try copy.pool.writeWithoutTransaction { connection in
            try connection.execute(sql: "UPDATE store_identity SET identity = ?", arguments: [identity])
        }
        return try SQLiteDatabase.open(path: draft.path, clock: clock)
    }

    /// Takes back what was prepared.
    public func abandon() {
        try? copy.pool.close()
        draft.remove()
    }

    /// Puts the copy into the place of the database: by one rename, with the locks of all its users held, and with nothing left of the
    /// old write-ahead log, which SQLite would take for one of the new file.
    ///
    /// Nothing that any process has kept of the old database holds afterwards: the count of changes is beyond that of both.
    public func finish() throws(StoreFailure) {
        do {
            try outrun()
            // No connection of this process may be open below: its closing would drop the locks.
            copy.readers.close()
            try copy.pool.close()
            try Self.atRest(draft)
            try settle()
            let locks = try SQLiteLocks(of: target)
            defer { withExtendedLifetime(locks) {} }
            try adoptOwner()
            for ending in ["-wal", "-shm", "-journal"] {
                guard unlink(target.path + ending) == 0 || errno == ENOENT else {
                    throw SQLiteFile.failure("\(target.path)\(ending) cannot be removed", errno)
                }
            }
            target.syncFolder()
            guard rename(draft.path, target.path) == 0 else { throw SQLiteFile.failure("the database cannot be replaced", errno) }
            target.syncFolder()
        } catch {
            draft.remove()
            throw StoreFailure(mapping: error)
        }
    }

    /// A sound old database takes in its write-ahead log first, so that it is whole should the power fail before the rename.
    private func settle() throws {
        guard try target.trace() != nil, case .readable? = try? SQLiteInspector(file: target, history: .current).inspect(thoroughly: false)
        else { return }
        try Self.atRest(target)
    }

    /// Ends WAL mode, which takes all locks, and makes the file durable.
    private static func atRest(_ file: SQLiteFile) throws {
        let queue = try DatabaseQueue(path: file.path)
        defer { try? queue.close() }
        do {
            _ = try queue.inDatabase { try String.fetchOne($0, sql: "PRAGMA journal_mode = DELETE") }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            throw StoreFailure.unavailable("a server or another program uses \(file.path): stop it first")
        }
        try queue.close()
        try file.sync()
    }

    private func outrun() throws {
        var configuration = Configuration()
        configuration.readonly = true
        let old = (try? DatabaseQueue(path: target.path, configuration: configuration)).flatMap { queue in
            try? queue.read { try Int64.fetchOne($0, sql: "SELECT version FROM fact_version") }
        }
        try copy.pool.writeWithoutTransaction { connection in
            try connection.execute(sql: "UPDATE fact_version SET version = max(version, ?) + 1", arguments: [old ?? 0])
        }
    }

    /// The server may be another user than the operator.
    private func adoptOwner() throws {
        var status = stat()
        let folder = (target.path as NSString).deletingLastPathComponent
        if stat(target.path, &status) == 0 {
            guard chmod(draft.path, status.st_mode & 0o7777) == 0 else { throw SQLiteFile.failure("the copy cannot get its mode", errno) }
        } else if stat(folder, &status) != 0 {
            throw SQLiteFile.failure("the folder of the database is gone", errno)
        }
        guard geteuid() != 0 || chown(draft.path, status.st_uid, status.st_gid) == 0 else {
            throw SQLiteFile.failure("the copy cannot get its owner", errno)
        }
    }
}
