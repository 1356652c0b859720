import Foundation
import GRDB
import TestSupport
import Testing
import TokenCore

@testable import SQLStore

/// The loss of the file of an open database is noticed, and copies are complete.
@Suite struct SQLitePresenceTests {
    let place: TemporaryFolder
    var path: String { place.path("a.db") }

    init() throws { place = try TemporaryFolder("sqlite") }

    private static let faults: [(name: String, make: @Sendable (String) throws -> Void)] = [
        ("deleted", { try FileManager.default.removeItem(atPath: $0) }),
        ("log deleted", { try FileManager.default.removeItem(atPath: $0 + "-wal") }),
        (
            "replaced",
            { path in
                try FileManager.default.copyItem(atPath: path, toPath: path + ".copy")
                guard rename(path + ".copy", path) == 0 else { throw SecondThoughts() }
            }
        ),
        ("emptied", { path in guard truncate(path, 0) == 0 else { throw SecondThoughts() } }),
    ]

    @Test(arguments: faults.indices)
    func aWriteIntoALostFileFails(_ index: Int) async throws {
        defer { place.remove() }
        let database = try SQLiteDatabase.open(path: path)
        try await database.write { try $0.setSetting("a", "1") }
        try await database.verifyPresence()
        try Self.faults[index].make(path)
        for _ in 0..<2 {
            let failure = await #expect(throws: StoreFailure.self) { try await database.write { try $0.setSetting("a", "2") } }
            #expect(failure?.isLost == true, "\(String(describing: failure))")
        }
        let failure = await #expect(throws: StoreFailure.self) { try await database.read { try $0.settings() } }
        #expect(failure?.isLost == true)
    }

    /// The write is committed before the loss is noticed, and must not be acknowledged.
    @Test func aWriteFailsWhenItsFileIsLostMeanwhile() async throws {
        defer { place.remove() }
        let database = try SQLiteDatabase.open(path: path)
        let path = path
        let failure = await #expect(throws: StoreFailure.self) {
            try await database.write { session in
                try session.setSetting("a", "1")
                try FileManager.default.removeItem(atPath: path)
            }
        }
        #expect(failure?.isLost == true)
    }

    @Test func verifyingPresenceFindsTheLoss() async throws {
        defer { place.remove() }
        let database = try SQLiteDatabase.open(path: path)
        try FileManager.default.removeItem(atPath: path)
        let failure = await #expect(throws: StoreFailure.self) { try await database.verifyPresence() }
        #expect(failure?.isLost == true)
    }

    @Test func changesByOtherConnectionsAreNoLoss() async throws {
        defer { place.remove() }
        let database = try SQLiteDatabase.open(path: path)
        for number in 0..<300 { try await database.write { try $0.setSetting("\(number)", String(repeating: "x", count: 2000)) } }
        let other = try DatabaseQueue(path: path)
        try await database.verifyPresence()
        try other.inDatabase { connection in
            try connection.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            try connection.execute(sql: "DELETE FROM setting")
            try connection.execute(sql: "VACUUM")
            try connection.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
        try other.close()
        try await database.verifyPresence()
        try await database.write { try $0.setSetting("a", "1") }
        #expect(try await database.read { try $0.settings() } == ["a": "1"])
    }

    @Test func theIdentityIsKeptAndVerified() throws {
        defer { place.remove() }
        let identity = try SQLiteDatabase.open(path: path).identity
        #expect(identity.utf8.count == 32)
        #expect(try SQLiteDatabase.open(path: path, expecting: .identity(identity, notedIn: "k")).identity == identity)
        #expect(try SQLiteDatabase.open(path: place.path("b.db")).identity != identity)
        let failure = #expect(throws: StoreFailure.self) {
            try SQLiteDatabase.open(path: place.path("b.db"), expecting: .identity(identity, notedIn: "k"))
        }
        #expect(failure?.isSchema == true)
        #expect(throws: StoreFailure.self) {
            try SQLiteDatabase.open(path: place.path("c.db"), expecting: .identity(identity, notedIn: "k"))
        }
        #expect(!FileManager.default.fileExists(atPath: place.path("c.db")))
        // Keys may exist before the database does.
        _ = try SQLiteDatabase.open(path: place.path("c.db"), expecting: .keys(in: "k"))
        #expect(FileManager.default.createFile(atPath: place.path("d.db"), contents: nil))
        #expect(throws: StoreFailure.self) { try SQLiteDatabase.open(path: place.path("d.db"), expecting: .keys(in: "k")) }
    }

    @Test func aScratchCopyIsIndependent() async throws {
        defer { place.remove() }
        let database = try SQLiteDatabase.open(path: path)
        try await database.write { try $0.setSetting("a", "1") }
        let before = try FileManager.default.contentsOfDirectory(atPath: place.url.path)
        let copy = try await database.scratchCopy()
        try await copy.write { try $0.setSetting("a", "2") }
        await #expect(throws: SecondThoughts.self) {
            try await copy.write { session in
                try session.setSetting("a", "3")
                throw SecondThoughts()
            }
        }
        #expect(try await copy.read { try $0.settings() } == ["a": "2"])
        #expect(try await database.read { try $0.settings() } == ["a": "1"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.url.path) == before)
    }

    /// Caches of the old database and of the copy become invalid.
    @Test func aRestoreRaisesTheChangeVersion() async throws {
        defer { place.remove() }
        let (copy, path) = (place.path("copy.db"), path)
        let (identity, version) = try await {
            let database = try SQLiteDatabase.open(path: path)
            try SQLiteDatabase.backUp(path: path, to: copy)
            for number in 0..<20 { try await database.write { try $0.setSetting("\(number)", "x") } }
            return (database.identity, try await database.read { try $0.changeVersion() })
        }()
        #expect(version > 20)
        try SQLiteRestore(of: copy, to: path, identity: identity).finish()
        let restored = try SQLiteDatabase.open(path: path, expecting: .identity(identity, notedIn: "k"))
        #expect(try await restored.read { try $0.settings().isEmpty })
        #expect(try await restored.read { try $0.changeVersion() } > version)
        #expect(try await restored.write { try $0.endAllTokens(at: noon) } == 0)
    }
}

extension StoreFailure {
    fileprivate var isLost: Bool { if case .lost = self { true } else { false } }
}
