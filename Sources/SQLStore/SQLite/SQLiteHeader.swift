import GRDBSQLite

/// The first bytes of a database file (https://www.sqlite.org/fileformat2.html#the_database_header), read through the descriptor of an
/// open connection, without a lock and past the cache of SQLite.
struct SQLiteHeader: Equatable {
    let pageSize: Int64
    let pages: Int64
    /// `PRAGMA user_version`.
    let userVersion: Int32

    /// `nil` when the file has no valid header.
    /// - Parameter connection: a connection of the calling thread.
    init?(of connection: OpaquePointer) {
        var found: UnsafeMutablePointer<sqlite3_file>?
        let code = withUnsafeMutablePointer(to: &found) { sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, $0) }
        guard code == SQLITE_OK, let file = found, let methods = file.pointee.pMethods, let read = methods.pointee.xRead else { return nil }
        var bytes = [UInt8](repeating: 0, count: 100)
        guard read(file, &bytes, Int32(bytes.count), 0) == SQLITE_OK, bytes.starts(with: Self.magic) else { return nil }
        let size = Int64(bytes[16]) << 8 | Int64(bytes[17])
        pageSize = size == 1 ? 65536 : size
        pages = Int64(Self.number(bytes[28..<32]))
        userVersion = Int32(bitPattern: Self.number(bytes[60..<64]))
    }

    /// The minimum size in bytes of a file that contains every page.
    var length: Int64 { pageSize * pages }

    private static let magic = Array("SQLite format 3\0".utf8)

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Whether the file that a connection has open is no longer the one at its path.
    static func hasMoved(_ connection: OpaquePointer) -> Bool {
        var moved: Int32 = 0
        return sqlite3_file_control(connection, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved != 0
    }
}
