import Synchronization
import TokenCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Checks whether the files at the database's path are still those that the connections have open. SQLite itself goes on writing into a
/// file that was deleted or replaced, and every acknowledged write would be lost.
///
/// A loss is permanent until the program opens the database again: the old file may contain commits that the new one does not.
final class SQLiteFileMonitor: Sendable {
    private struct State {
        /// Why reads and writes are refused.
        var loss: String?
        /// The largest size that the file had.
        var size: Int64
    }

    private let path: String
    /// The database, its log and its index, by the ending of the name.
    private let parts: [(ending: String, identity: FileIdentity)]
    /// `nil` while only the write-ahead log has it.
    private let userVersion: Int32?
    private let state: Mutex<State>

    /// - Parameter connection: one that has read in WAL mode, so that all files exist.
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

    /// Throws `lost` when ``verify(_:)`` has found a loss before; does not check the files.
    func assertPresent() throws(StoreFailure) {
        if let loss = state.withLock({ $0.loss }) { throw .lost(loss) }
    }

    /// Checks the files.
    /// - Parameter connection: a connection of the calling thread; `nil` leaves out the checks of the content.
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

    /// Why opening the file for writing would fail now, although an open descriptor may still allow it: the mode of the file, or a read-only
    /// file system. `nil` when it would not.
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
        // While a checkpoint runs, the header is ahead of the size, but then the file grows; a VACUUM writes the header before it cuts the file.
        let largest = state.withLock { $0.size }
        guard size >= largest || size >= header.length else { return "\(path) was cut" }
        state.withLock { $0.size = size }
        return nil
    }
}

/// Device and inode, which identify a file whatever its name (POSIX `struct stat`). A file that replaces another has a different one.
struct FileIdentity: Sendable, Equatable {
    let device: UInt64
    let inode: UInt64
    /// Bytes. Not part of the identity.
    let size: Int64

    /// `nil` when there is no such file, or it cannot be reached.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(truncatingIfNeeded: status.st_ino)
        size = Int64(status.st_size)
    }

    static func == (left: FileIdentity, right: FileIdentity) -> Bool {
        left.device == right.device && left.inode == right.inode
    }
}
