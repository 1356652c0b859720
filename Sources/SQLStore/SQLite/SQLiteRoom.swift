import TokenCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Room on the file system of a database.
enum SQLiteRoom {
    /// Bytes below which a write may fail, or end the program: SQLite maps the index of the write-ahead log (32 KiB at a time) into
    /// memory after it has given one byte in four KiB a place on the disk. With blocks smaller than that the rest has none, and
    /// touching it on a full disk is SIGBUS.
    static let needed: UInt64 = 256 * 1024

    /// Throws `unavailable` when a database should not be opened for want of room.
    static func assertEnough(for file: SQLiteFile) throws(StoreFailure) {
        guard let state = state(of: file.path), state.free < needed else { return }
        throw .unavailable("the disk is full: \(state.free / 1024) KiB are free at \(file.path), \(needed / 1024) KiB are needed")
    }

    /// What may stop the next write; `nil`: nothing that can be seen from outside.
    static func obstacle(at path: String) -> String? {
        guard let state = state(of: path) else { return nil }
        if state.isReadOnly { return "the file system is read-only" }
        return state.free < needed ? "the disk is full" : nil
    }

    /// Bytes that this user may still take. `nil` when the system does not tell.
    private static func state(of path: String) -> (free: UInt64, isReadOnly: Bool)? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        let blocks = geteuid() == 0 ? status.f_bfree : status.f_bavail
        let free = UInt64(blocks).multipliedReportingOverflow(by: UInt64(status.f_frsize))
        return (free.overflow ? .max : free.partialValue, UInt64(status.f_flag) & UInt64(ST_RDONLY) != 0)
    }
}
