import Foundation
import GRDB
import TestSupport
import Testing
import TokenCore

@testable import SQLStore

/// Which files are opened, which are refused, and that those stay unchanged.
@Suite struct SQLiteSchemaTests {
    let place: TemporaryFolder
    var path: String { place.path("a.db") }

    init() throws { place = try TemporaryFolder("sqlite") }

    private func open(_ history: SchemaHistory = .current) throws -> SQLiteDatabase {
        try SQLiteDatabase.open(path: path, busyTimeout: .milliseconds(100), clock: SystemClock(), history: history)
    }

    /// Expects that the file is refused and that no byte in the folder changes.
    private func expectRefusal(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let before = try place.contents()
        let failure = #expect(throws: StoreFailure.self, sourceLocation: sourceLocation) { try open() }
        #expect(failure?.isSchema == true, "\(String(describing: failure))", sourceLocation: sourceLocation)
        #expect(try place.contents() == before, sourceLocation: sourceLocation)
    }

    private func inspection() throws -> SQLiteInspection {
        let before = try place.contents()
        let finding = try SQLiteDatabase.inspect(path: path)
        #expect(try place.contents() == before, "an inspection changes nothing")
        return finding
    }

    private func make(_ statements: String...) throws {
        let other = try DatabaseQueue(path: path)
        try other.inDatabase { connection in
            for statement in statements { try connection.execute(sql: statement) }
        }
        try other.close()
    }

    private func tables(_ database: SQLiteDatabase) throws -> [String] {
        try database.pool.read { try String.fetchAll($0, sql: "SELECT name FROM sqlite_master WHERE type = 'table'") }
    }

    private static let names = SchemaHistory.current.migrations.map(\.name)

    private static func extended(_ name: String, _ statements: String...) -> SchemaHistory {
        SchemaHistory(migrations: SchemaHistory.current.migrations + [Migration(name: name) { _ in statements }])
    }

    @Test func namesOfMigrationsAreUnique() {
        #expect(Set(Self.names).count == Self.names.count)
    }

    @Test func inspectingAMissingFileDoesNotCreateIt() throws {
        defer { place.remove() }
        #expect(try inspection() == .missing)
        #expect(try place.contents().isEmpty)
    }

    @Test func anEmptyFileBecomesANewDatabase() async throws {
        defer { place.remove() }
        try Data().write(to: URL(fileURLWithPath: path))
        #expect(try inspection() == .readable(.empty(Self.names)))
        let database = try open()
        #expect(try await database.read { try $0.stores().count } == 1)
    }

    @Test func openAndClosedDatabasesAreInspected() throws {
        defer { place.remove() }
        let database = try open()
        #expect(try inspection() == .readable(.current))
        try database.pool.close()
        #expect(try place.contents().keys.sorted() == ["a.db"])
        #expect(try inspection() == .readable(.current))
        _ = try open()
    }

    @Test func aNewerDatabaseIsRefused() throws {
        defer { place.remove() }
        try open(Self.extended("99-future", "CREATE TABLE future (id BIGINT)")).pool.close()
        #expect(try inspection() == .readable(.newer(["99-future"])))
        try expectRefusal()
    }

    @Test func anOlderDatabaseIsMigrated() async throws {
        defer { place.remove() }
        let older = try open()
        _ = try await older.write { try $0.insert(AdminAccount.sample("ops")) }
        try older.pool.close()
        let newer = Self.extended("99-future", "ALTER TABLE admin_user ADD COLUMN locale TEXT")
        let finding = try SQLiteInspector(file: SQLiteFile(path: path), history: newer).inspect(thoroughly: true)
        #expect(finding == .readable(.pending(["99-future"])))
        #expect(try await open(newer).read { try $0.admins().count } == 1)
    }

    @Test(arguments: ["delete", "wal"])
    func aForeignDatabaseIsRefused(_ journal: String) throws {
        defer { place.remove() }
        try make("PRAGMA journal_mode = \(journal)", "CREATE TABLE notes (id INTEGER PRIMARY KEY)", "INSERT INTO notes VALUES (1)")
        #expect(try inspection() == .readable(.foreign))
        try expectRefusal()
    }

    @Test func aForeignDatabaseWithAMigrationTableIsRefused() throws {
        defer { place.remove() }
        try make("CREATE TABLE schema_migration (version INTEGER PRIMARY KEY)")
        try expectRefusal()
    }

    @Test(arguments: ["no database at all", "SQLite format 3\0", String(repeating: "x", count: 10_000)])
    func garbageIsRefused(_ text: String) throws {
        defer { place.remove() }
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        guard case .damaged = try inspection() else {
            Issue.record("not seen")
            return
        }
        try expectRefusal()
    }

    @Test func aTruncatedDatabaseIsRefused() throws {
        defer { place.remove() }
        try open().pool.close()
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: path))
        guard case .damaged = try inspection() else {
            Issue.record("not seen")
            return
        }
        try expectRefusal()
    }

    @Test func inspectionFindsADamagedPage() throws {
        defer { place.remove() }
        try open().pool.close()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        bytes.replaceSubrange(4096..<8192, with: Data(repeating: 0xFF, count: 4096))
        try bytes.write(to: URL(fileURLWithPath: path))
        guard case .damaged = try inspection() else {
            Issue.record("not seen")
            return
        }
    }

    @Test func aFailedMigrationIsRolledBack() async throws {
        defer { place.remove() }
        let broken = Self.extended("99-broken", "CREATE TABLE half (id BIGINT)", "DROP TABLE setting", "NONSENSE")
        for _ in 0..<2 {
            let failure = #expect(throws: StoreFailure.self) { try open(broken) }
            #expect(failure?.isSchema == true)
        }
        #expect(try SQLiteDatabase.inspect(path: path) == .readable(.current), "earlier migrations are complete")
        let database = try open()
        #expect(try tables(database).contains("half") == false)
        #expect(try await database.read { try $0.settings() }.isEmpty)
        let mended = Self.extended("99-broken", "CREATE TABLE half (id BIGINT)")
        #expect(try tables(open(mended)).contains("half"))
    }

    @Test func aFailedFirstMigrationLeavesAnEmptyDatabase() throws {
        defer { place.remove() }
        let broken = SchemaHistory(migrations: [Migration(name: "01-sites") { _ in ["CREATE TABLE half (id BIGINT)", "NONSENSE"] }])
        #expect(throws: StoreFailure.self) { try open(broken) }
        #expect(try SQLiteDatabase.inspect(path: path) == .readable(.empty(Self.names)))
        #expect(try tables(open()).contains("half") == false)
    }

    @Test func everyMigrationIsRecordedWithItsTime() throws {
        defer { place.remove() }
        struct StoppedClock: WallClock { func now() -> Timestamp { noon } }
        let database = try SQLiteDatabase.open(path: path, clock: StoppedClock())
        let rows = try database.pool.read { connection in
            try Row.fetchAll(connection, sql: "SELECT name, applied_at FROM schema_migration ORDER BY name")
        }
        #expect(rows.map { $0["name"] as String } == Self.names)
        #expect(rows.allSatisfy { $0["applied_at"] as Int64 == noon.milliseconds })
    }
}

extension TemporaryFolder {
    /// The bytes of every file by name: equal contents before and after mean that nothing was written. Of a WAL index only the name is
    /// compared, because readers write their position into it.
    func contents() throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: url.path) {
            contents[name] = name.hasSuffix("-shm") ? Data() : try Data(contentsOf: URL(fileURLWithPath: path(name)))
        }
        return contents
    }
}
