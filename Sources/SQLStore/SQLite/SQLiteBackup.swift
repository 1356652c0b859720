import Foundation
import GRDB
public import TokenCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension SQLiteDatabase {
    /// Copies a consistent state of a database into a new file of mode 0600 (https://www.sqlite.org/backup.html), while others go on
    /// writing. The copy has no side files. Neither the original nor its schema is changed. Blocks.
    ///
    /// Throws `schema` for what cannot be backed up, `conflict` when the destination exists, `unavailable` when it cannot be written.
    public static func backUp(
        path: String, to destination: String, expecting expectation: StoreExpectation = .nothing, busyTimeout: Duration = .seconds(5)
    ) throws(StoreFailure) {
        let source = try SQLiteFile(path: path)
        let target = try SQLiteFile(path: destination)
        do {
            let inspector = SQLiteInspector(file: source, history: .current, expectation: expectation, busyTimeout: busyTimeout)
            try refuseForCopy(inspector.inspect(thoroughly: false), path: path)
            guard try target.state() == nil else { throw StoreFailure.conflict(destination) }
            let draft = try SQLiteFile(path: "\(target.path).\(UUID().uuidString).partial")
            defer { draft.remove() }
            try draft.createIfMissing()
            try copy(from: source, to: draft, busyTimeout: busyTimeout)
            try verifyCopy(draft)
            // A link, unlike a rename, never replaces a file.
            guard link(draft.path, target.path) == 0 else {
                if errno == EEXIST { throw StoreFailure.conflict(destination) }
                throw SQLiteFile.failure("\(destination) cannot be created", errno)
            }
            target.syncFolder()
        } catch {
            throw StoreFailure(mapping: error)
        }
    }

    /// Copies all pages of a consistent state and makes the copy durable.
    static func copy(from source: SQLiteFile, to target: SQLiteFile, busyTimeout: Duration) throws {
        var reading = Configuration()
        reading.readonly = true
        reading.busyMode = .timeout(busyTimeout.timeInterval)
        let from = try DatabaseQueue(path: source.path, configuration: reading)
        let to = try DatabaseQueue(path: target.path)
        try from.backup(to: to)
        // The copied pages declare WAL mode. Without it, the single file can be read from a read-only medium as well.
        try to.inDatabase { connection in
            guard try String.fetchOne(connection, sql: "PRAGMA journal_mode = DELETE") == "delete" else {
                throw StoreFailure.unavailable("the copy cannot be finished")
            }
        }
        try to.close()
        try from.close()
        try target.sync()
    }

    /// Reads all of a copy. Throws `schema` for damage.
    static func verifyCopy(_ file: SQLiteFile) throws {
        var configuration = Configuration()
        configuration.readonly = true
        let copy = try DatabaseQueue(path: file.path, configuration: configuration)
        defer { try? copy.close() }
        try copy.read { connection in
            guard try String.fetchOne(connection, sql: "PRAGMA integrity_check(1)") == "ok" else {
                throw StoreFailure.schema("the copy is damaged: integrity_check finds errors")
            }
            guard try Row.fetchOne(connection, sql: "PRAGMA foreign_key_check") == nil else {
                throw StoreFailure.schema("the copy is damaged: a row refers to one that is not there")
            }
        }
    }

    static func refuseForCopy(_ finding: SQLiteInspection, path: String) throws(StoreFailure) {
        switch finding {
        case .missing: throw .unavailable("there is no file \(path)")
        case .damaged(let how): throw .schema("\(path) is not a sound database: \(how)")
        case .unexpected(let why): throw .schema(why)
        case .readable(.empty): throw .schema("\(path) is empty")
        case .readable(let status): if let refusal = status.refusal { throw refusal }
        }
    }
}
