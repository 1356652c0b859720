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

/// The restoration of a back-up: a migrated copy next to the database, which replaces it by one rename.
public struct SQLiteRestore: Sendable {
    /// The copy, which the caller may read and change before ``finish()``.
    public let copy: SQLiteDatabase
    private let target: SQLiteFile
    private let draft: SQLiteFile

    /// Copies a back-up next to the database that it will replace, verifies and migrates it. Blocks.
    ///
    /// - Parameter identity: the identity that the keys were made for. A back-up from before there were identities gets it.
    ///
    /// Throws `schema` for a back-up that is damaged, another program's, of a newer version or of a different store, and `unavailable` when
    /// the database is in use or the copy cannot be written.
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

    /// Removes the copy.
    public func abandon() {
        try? copy.pool.close()
        draft.remove()
    }

    /// Replaces the database by the copy: by one rename, while all locks are held, and without the old write-ahead log, which SQLite would
    /// apply to the new file.
    ///
    /// Everything that processes have cached of the old database becomes invalid: the change version is raised above that of both.
    public func finish() throws(StoreFailure) {
        do {
            try raiseChangeVersion()
            // No connection of this process may be open from here on: closing it would drop the locks.
            copy.readers.close()
            try copy.pool.close()
            try Self.leaveWALMode(draft)
            try checkpointTarget()
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

    /// An intact old database absorbs its write-ahead log first, so that it is complete if the power fails before the rename.
    private func checkpointTarget() throws {
        guard try target.state() != nil, case .readable? = try? SQLiteInspector(file: target, history: .current).inspect(thoroughly: false)
        else { return }
        try Self.leaveWALMode(target)
    }

    /// Ends WAL mode, which needs an exclusive lock, and makes the file durable.
    private static func leaveWALMode(_ file: SQLiteFile) throws {
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

    private func raiseChangeVersion() throws {
        var configuration = Configuration()
        configuration.readonly = true
        let old = (try? DatabaseQueue(path: target.path, configuration: configuration)).flatMap { queue in
            try? queue.read { try Int64.fetchOne($0, sql: "SELECT version FROM fact_version") }
        }
        try copy.pool.writeWithoutTransaction { connection in
            try connection.execute(sql: "UPDATE fact_version SET version = max(version, ?) + 1", arguments: [old ?? 0])
        }
    }

    /// The server may run as another user than the operator.
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
