#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Device and inode: one file, whatever its name (POSIX `struct stat`). A file that takes the place of another has a different one.
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
