import Synchronization
import TokenCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Whether the files at the database's path are still those that the connections have open. SQLite itself goes on writing into a file
/// that was deleted or replaced, and every write would be acknowledged into nothing.
///
/// What is lost once stays lost until the program opens the database again: connections to the old file may hold what the new one has
/// not.
final class SQLiteFileMonitor: Sendable {
    private struct State {
        /// Why nothing is read or written any more.
        var loss: String?
        /// The largest size that the file had.
        var size: Int64
    }

    private let path: String
    /// By the ending of the name.
    private let parts: [(ending: String, identity: FileIdentity)]
    /// `nil` while the file itself does not have it: it is in the write-ahead log still.
    private let userVersion: Int32?
    private let state: Mutex<State>

    /// - Parameter connection: one that has read in WAL mode, so that all files are there.
    ///
    /// Throws `unavailable` when the file was replaced while it was opened.
    init(path: String, connection: OpaquePointer, userVersion: Int32) throws(StoreFailure) {
        self.path = path
        parts = ["", "-wal", "-shm"].compactMap { ending in FileIdentity(path: path + ending).map { (ending, $0) } }
        guard let database = parts.first, database.ending.isEmpty, !SQLiteHeader.hasMoved(connection) else {
            throw .unavailable("the database file was replaced while it was opened")
        }
        self.userVersion = SQLiteHeader(of: connection).flatMap { $0.userVersion == userVersion ? userVersion : nil }
        state = Mutex(State(loss: nil, size: database.identity.size))
    }

    /// Throws `lost` when a look found that before; does not look itself.
    func assertPresent() throws(StoreFailure) {
        if let loss = state.withLock({ $0.loss }) { throw .lost(loss) }
    }

    /// Looks at the files.
    /// - Parameter connection: of the thread that asks.
    ///
    /// Throws `lost`.
    func verify(_ connection: OpaquePointer?) throws(StoreFailure) {
        try assertPresent()
        guard let loss = findLoss(connection) else { return }
        throw .lost(
            state.withLock { state in
                state.loss = state.loss ?? loss
                return state.loss ?? loss
            })
    }

    /// Why the system would refuse a write to the file by its name, although a descriptor that is open already may still allow it: the
    /// mode of the file, or a file system that is read-only. `nil`: it would not.
    var refusal: String? {
        faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0 ? nil : "the database file may not be written: \(String(cString: strerror(errno)))"
    }

    private func findLoss(_ connection: OpaquePointer?) -> String? {
        for part in parts {
            guard let present = FileIdentity(path: path + part.ending) else { return "\(path)\(part.ending) was deleted" }
            guard present == part.identity else { return "\(path)\(part.ending) was replaced by another file" }
            if part.ending.isEmpty, let loss = findDamage(size: present.size, connection) { return loss }
        }
        return nil
    }

    private func findDamage(size: Int64, _ connection: OpaquePointer?) -> String? {
        guard let connection else { return nil }
        guard let header = SQLiteHeader(of: connection), userVersion.map({ $0 == header.userVersion }) ?? true else {
            return "\(path) was overwritten or cut"
        }
        // While a checkpoint runs, the header is ahead of the size; but then the file grows, and a VACUUM writes the header first.
        let largest = state.withLock { $0.size }
        guard size >= largest || size >= header.length else { return "\(path) was cut" }
        state.withLock { $0.size = size }
        return nil
    }
}
