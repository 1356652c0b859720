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

/// The file of a database, by its absolute path. Not opened while SQLite uses it: closing any descriptor of a file drops the locks that
/// SQLite holds on it in this process (fcntl, POSIX.1).
struct SQLiteFile: Sendable {
    let path: String

    /// A relative path is resolved against the working folder. SQLite does not interpret an absolute path as `file:` or `:memory:`.
    init(path: String) throws(StoreFailure) {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw .unavailable("the database needs the path of a file") }
        self.path = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }

    /// The state of a file as the file system reports it; two equal states mean that nothing wrote in between.
    struct State: Equatable {
        let inode: UInt64
        let size: Int64
        let seconds: Int
        let nanoseconds: Int
        /// Whether a journal or write-ahead log exists, so that the file alone is not the whole database.
        let hasSideFiles: Bool
    }

    /// `nil` when there is no file. Throws `unavailable` for anything but a regular file, and when the path cannot be reached.
    func state() throws(StoreFailure) -> State? {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let code = errno
            guard code == ENOENT else { throw Self.failure("the database file cannot be reached", code) }
            guard lstat(path, &status) == 0 else { return nil }
            // Either a dangling link, or the file was created between the two calls.
            guard status.st_mode & S_IFMT == S_IFLNK else { return try state() }
            throw .unavailable("the database path is a link to nothing: \(path)")
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unavailable("the database path is no regular file: \(path)") }
        var sideFile = stat()
        #if canImport(Darwin)
            let changed = status.st_mtimespec
        #else
            let changed = status.st_mtim
        #endif
        return State(
            inode: UInt64(status.st_ino), size: Int64(status.st_size), seconds: changed.tv_sec, nanoseconds: changed.tv_nsec,
            hasSideFiles: stat(path + "-wal", &sideFile) == 0 || stat(path + "-journal", &sideFile) == 0)
    }

    /// Creates an empty file of mode 0600, which SQLite also gives to its side files; an existing file is not changed. Throws `unavailable`,
    /// also when the folder does not exist.
    func createIfMissing() throws(StoreFailure) {
        guard try state() == nil else { return }
        let folder = (path as NSString).deletingLastPathComponent
        var status = stat()
        guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw .unavailable("the folder of the database does not exist: \(folder)")
        }
        // mknod creates the file without opening it.
        if mknod(path, S_IFREG | 0o600, 0) == 0 || errno == EEXIST { return }
        // Some file systems do not support mknod. Opening is safe as long as no other code of this process opens the file meanwhile.
        let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 || errno == EEXIST else { throw Self.failure("the database file cannot be created", errno) }
        if descriptor >= 0 { close(descriptor) }
    }

    /// Removes the file and the side files of SQLite.
    func remove() {
        for ending in ["", "-wal", "-shm", "-journal"] { unlink(path + ending) }
    }

    /// Makes the content durable. Allowed only while this process has no connection to the file.
    func sync() throws(StoreFailure) {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure("\(path) cannot be opened", errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Self.failure("\(path) cannot be written", errno) }
    }

    /// Makes the names in the folder durable. Errors are ignored: a file system that cannot sync a folder does not need it.
    func syncFolder() {
        let descriptor = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    static func failure(_ text: String, _ code: Int32) -> StoreFailure {
        .unavailable("\(text): \(String(cString: strerror(code)))")
    }

    /// The URI by which SQLite reads the file without locks and without creating side files (https://www.sqlite.org/uri.html).
    var immutableURI: String {
        "file://" + PercentEncoding.encode(path, except: "/") + "?immutable=1"
    }
}
