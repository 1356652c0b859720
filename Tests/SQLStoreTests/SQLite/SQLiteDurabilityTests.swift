import Foundation
import GRDB
import TestSupport
import Testing
import TokenCore

@testable import SQLStore

/// The configuration of the connections of a database.
@Suite struct SQLiteDurabilityTests {
    let place: TemporaryFolder

    init() throws { place = try TemporaryFolder("sqlite") }

    @Test func theWriterIsFullySynchronous() async throws {
        defer { place.remove() }
        let database = try SQLiteDatabase.open(path: place.path("a.db"), busyTimeout: .milliseconds(1234))
        func writer(_ name: String) async throws -> DatabaseValue? {
            try await database.pool.writeWithoutTransaction { try DatabaseValue.fetchOne($0, sql: "PRAGMA \(name)") }
        }
        #expect(try await writer("synchronous") == 2.databaseValue, "FULL")
        #expect(try await writer("journal_mode") == "wal".databaseValue)
        #expect(try await writer("foreign_keys") == 1.databaseValue)
        #expect(try await writer("busy_timeout") == 1234.databaseValue)
        _ = try await database.write { try $0.insert(AdminAccount.sample("ops")) }
        #expect(try await writer("synchronous") == 2.databaseValue, "still")
    }

    @Test func readersHaveTheBusyTimeoutOfTheWriter() async throws {
        defer { place.remove() }
        let database = try SQLiteDatabase.open(path: place.path("a.db"), busyTimeout: .milliseconds(1234))
        #expect(try await database.pool.read { try Int.fetchOne($0, sql: "PRAGMA busy_timeout") } == 1234)
    }

    @Test(arguments: [
        (Duration.zero, Int64(0)), (.milliseconds(-5), 0), (.microseconds(1999), 1), (.seconds(5), 5000), (.seconds(Int64.max), 3_600_000),
        (.seconds(Int64.min), 0),
    ])
    func busyTimeoutsStayInRange(_ duration: Duration, _ milliseconds: Int64) {
        #expect(duration.milliseconds == milliseconds)
    }

    @Test func readSessionsCannotWrite() async throws {
        defer { place.remove() }
        let database = try SQLiteDatabase.open(path: place.path("a.db"))
        let failure = await #expect(throws: StoreFailure.self) { try await database.read { try $0.setSetting("a", "b") } }
        #expect(failure?.isUnavailable == true)
        #expect(try await database.read { try $0.settings() }.isEmpty)
    }

    @Test func newFilesAreReadableByTheirOwnerOnly() async throws {
        defer { place.remove() }
        let database = try SQLiteDatabase.open(path: place.path("a.db"))
        try await database.write { try $0.setSetting("a", "b") }
        for name in ["a.db", "a.db-wal", "a.db-shm"] {
            let mode = try FileManager.default.attributesOfItem(atPath: place.path(name))[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(name)")
        }
    }

    @Test func existingFilesKeepTheirMode() throws {
        defer { place.remove() }
        #expect(FileManager.default.createFile(atPath: place.path("a.db"), contents: nil, attributes: [.posixPermissions: 0o640]))
        _ = try SQLiteDatabase.open(path: place.path("a.db"))
        #expect(try FileManager.default.attributesOfItem(atPath: place.path("a.db"))[.posixPermissions] as? Int == 0o640)
    }

    @Test func specialPathsAreTakenLiterally() async throws {
        defer { place.remove() }
        for name in ["file:b?mode=memory", "c #%41?é.db", ":memory:"] {
            let path = place.path(name)
            let database = try SQLiteDatabase.open(path: path)
            try await database.write { try $0.setSetting("a", "b") }
            #expect(FileManager.default.fileExists(atPath: path))
            try database.pool.close()
            let before = try place.contents()
            #expect(try SQLiteDatabase.inspect(path: path) == .readable(.current))
            #expect(try place.contents() == before)
        }
    }

    @Test func relativePathsResolveAgainstTheWorkingFolder() throws {
        #expect(try SQLiteFile(path: "file:x").path == FileManager.default.currentDirectoryPath + "/file:x")
    }

    @Test func invalidPathsAreRefused() throws {
        defer { place.remove() }
        try FileManager.default.createSymbolicLink(atPath: place.path("dangling"), withDestinationPath: place.path("nowhere"))
        for path in ["", "a\u{0}b", place.path("missing/a.db"), place.url.path, "/dev/null", place.path("dangling")] {
            let failure = #expect(throws: StoreFailure.self, "\(path)") { try SQLiteDatabase.open(path: path) }
            #expect(failure?.isUnavailable == true, "\(path)")
        }
        #expect(!FileManager.default.fileExists(atPath: place.path("nowhere")))
    }
}
