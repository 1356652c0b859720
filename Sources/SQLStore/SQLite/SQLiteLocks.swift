import TokenCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The locks of a database that no program uses, held as SQLite itself holds them: as long as this value lives, no connection can read
/// or write the file, and none is open (https://www.sqlite.org/lockingv3.html; https://www.sqlite.org/walformat.html#locks).
///
/// They are POSIX locks, which belong to the process: this one must have no connection to the file itself.
final class SQLiteLocks {
    private var descriptors: [Int32] = []

    /// Of an open connection: the database file is locked for reading at the bytes behind one GiB, the index at byte 128.
    private static let places: [(ending: String, start: Int64, length: Int64)] = [("", 0x4000_0000, 512), ("-shm", 120, 9)]

    /// Throws `unavailable` when another process holds the store. Files that are not there need no lock.
    init(of file: SQLiteFile) throws(StoreFailure) {
        for place in Self.places {
            let descriptor = open(file.path + place.ending, O_RDWR | O_CLOEXEC)
            guard descriptor >= 0 else {
                if errno == ENOENT { continue }
                throw SQLiteFile.failure("\(file.path)\(place.ending) cannot be opened", errno)
            }
            descriptors.append(descriptor)
            var lock = flock()
            lock.l_type = Int16(F_WRLCK)
            lock.l_whence = Int16(SEEK_SET)
            lock.l_start = off_t(place.start)
            lock.l_len = off_t(place.length)
            guard fcntl(descriptor, F_SETLK, &lock) == 0 else {
                throw .unavailable("a server or another program uses \(file.path): stop it first")
            }
        }
    }

    deinit {
        for descriptor in descriptors { close(descriptor) }
    }
}
