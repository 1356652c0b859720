import TokenCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Exclusive locks on a database, taken at the bytes that SQLite locks: as long as this value exists, no connection of another process is
/// open or can read or write the file (https://www.sqlite.org/lockingv3.html; https://www.sqlite.org/walformat.html#locks).
///
/// POSIX locks belong to the process, so this process must not have a connection to the file.
final class SQLiteLocks {
    private var descriptors: [Int32] = []

    /// What an open connection locks: bytes after the first GiB of the database file, and byte 128 of the index.
    private static let ranges: [(ending: String, start: Int64, length: Int64)] = [("", 0x4000_0000, 512), ("-shm", 120, 9)]

    /// Throws `unavailable` when another process uses the store. Missing files need no lock.
    init(of file: SQLiteFile) throws(StoreFailure) {
        for range in Self.ranges {
            let descriptor = open(file.path + range.ending, O_RDWR | O_CLOEXEC)
            guard descriptor >= 0 else {
                if errno == ENOENT { continue }
                throw SQLiteFile.failure("\(file.path)\(range.ending) cannot be opened", errno)
            }
            descriptors.append(descriptor)
            var lock = flock()
            lock.l_type = Int16(F_WRLCK)
            lock.l_whence = Int16(SEEK_SET)
            lock.l_start = off_t(range.start)
            lock.l_len = off_t(range.length)
            guard fcntl(descriptor, F_SETLK, &lock) == 0 else {
                throw .unavailable("a server or another program uses \(file.path): stop it first")
            }
        }
    }

    deinit {
        for descriptor in descriptors { close(descriptor) }
    }
}
