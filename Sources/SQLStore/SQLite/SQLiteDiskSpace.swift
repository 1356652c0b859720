import TokenCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Free space on the file system of a database.
enum SQLiteDiskSpace {
    /// The number of free bytes below which a write may fail or end the program. SQLite maps the index of the write-ahead log into memory,
    /// 32 KiB at a time, after writing one byte in each 4 KiB. On a file system with smaller blocks the rest is not allocated, and
    /// accessing it on a full disk raises SIGBUS.
    static let needed: UInt64 = 256 * 1024

    /// Throws `unavailable` when there is too little space to open a database.
    static func assertEnough(for file: SQLiteFile) throws(StoreFailure) {
        guard let state = state(of: file.path), state.free < needed else { return }
        throw .unavailable("the disk is full: \(state.free / 1024) KiB are free at \(file.path), \(needed / 1024) KiB are needed")
    }

    /// Why the next write may fail; `nil` when the file system reports no reason.
    static func obstacle(at path: String) -> String? {
        guard let state = state(of: path) else { return nil }
        if state.isReadOnly { return "the file system is read-only" }
        return state.free < needed ? "the disk is full" : nil
    }

    /// The bytes that this user may still allocate; `nil` when they cannot be determined.
    private static func state(of path: String) -> (free: UInt64, isReadOnly: Bool)? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        let blocks = geteuid() == 0 ? status.f_bfree : status.f_bavail
        let free = UInt64(blocks).multipliedReportingOverflow(by: UInt64(status.f_frsize))
        return (free.overflow ? .max : free.partialValue, UInt64(status.f_flag) & UInt64(ST_RDONLY) != 0)
    }
}
