import Foundation
import ServiceModel
import TokenCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The file of a database, by an absolute path. Never opened here: closing any descriptor of a file drops the locks that SQLite holds
/// on it in this process (fcntl, POSIX.1).
struct SQLiteFile: Sendable {
    let path: String

    /// A relative path counts from the working folder. Absolute paths keep SQLite from taking `file:` or `:memory:` for something else.
    init(path: String) throws(StoreFailure) {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw .unavailable("the database needs the path of a file") }
        self.path = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }

    /// What can be seen of a file from outside; two equal ones in a row mean that nobody was writing.
    struct Trace: Equatable {
        let inode: UInt64
        let size: Int64
        let seconds: Int
        let nanoseconds: Int
        /// Whether a journal or write-ahead log lies beside it, so that the file alone is not the whole database.
        let hasSideFiles: Bool
    }

    /// `nil` when there is no file. Throws `unavailable` for what is no regular file, or cannot be looked at.
    func trace() throws(StoreFailure) -> Trace? {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let code = errno
            guard code == ENOENT else { throw Self.failure("the database file cannot be reached", code) }
            guard lstat(path, &status) == 0 else { return nil }
            // Either a link to nothing, or somebody has made the file between the two looks.
            guard status.st_mode & S_IFMT == S_IFLNK else { return try trace() }
            throw .unavailable("the database path is a link to nothing: \(path)")
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unavailable("the database path is no regular file: \(path)") }
        var beside = stat()
        #if canImport(Darwin)
            let changed = status.st_mtimespec
        #else
            let changed = status.st_mtim
        #endif
        return Trace(
            inode: UInt64(status.st_ino), size: Int64(status.st_size), seconds: changed.tv_sec, nanoseconds: changed.tv_nsec,
            hasSideFiles: stat(path + "-wal", &beside) == 0 || stat(path + "-journal", &beside) == 0)
    }

    /// Creates an empty file that only its owner can read or write (SQLite gives its side files the same mode); a file that exists
    /// stays as it is. Throws `unavailable`, among others when the folder does not exist.
    func createIfMissing() throws(StoreFailure) {
        guard try trace() == nil else { return }
        let folder = (path as NSString).deletingLastPathComponent
        var status = stat()
        guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw .unavailable("the folder of the database does not exist: \(folder)")
        }
        // mknod makes the file without opening it.
        if mknod(path, S_IFREG | 0o600, 0) == 0 || errno == EEXIST { return }
        // Some file systems do not have it; the second way is safe as long as nobody else in this process opens the file meanwhile.
        let descriptor = Self.exclusively(path)
        guard descriptor >= 0 || errno == EEXIST else { throw Self.failure("the database file cannot be created", errno) }
        if descriptor >= 0 { close(descriptor) }
    }

    private static func exclusively(_ path: String) -> Int32 {
        open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    }

    /// Removes the file and what SQLite has put beside it.
    func remove() {
        for ending in ["", "-wal", "-shm", "-journal"] { unlink(path + ending) }
    }

    /// Makes the content durable. Only while this process has no connection to the file.
    func sync() throws(StoreFailure) {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure("\(path) cannot be opened", errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Self.failure("\(path) cannot be written", errno) }
    }

    /// Makes the names durable. A file system that cannot do this keeps them by itself.
    func syncFolder() {
        let descriptor = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    static func failure(_ text: String, _ code: Int32) -> StoreFailure {
        .unavailable("\(text): \(String(cString: strerror(code)))")
    }

    /// The file as SQLite's URI for a look that takes no lock and makes no side files (https://www.sqlite.org/uri.html).
    var immutableURI: String {
        "file://" + PercentEncoding.encode(path, except: "/") + "?immutable=1"
    }
}
