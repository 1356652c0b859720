import Foundation
import SQLStore
import Testing
import TokenCore

/// An implementation of the store contracts. A new driver is added to the conformance suite by adding it to `all`.
struct StoreDriver: Sendable, CustomTestStringConvertible {
    let name: String
    /// Opens another connection to the database of a place, which the first one creates.
    let connect: @Sendable (Place) throws -> any Database

    var testDescription: String { name }

    static let all = [
        StoreDriver(name: "SQLite") { try SQLiteDatabase.open(path: $0.path("store.db")) }
    ]

    /// Runs a test on a new database.
    func run(_ test: (any Database) async throws -> Void) async throws {
        let place = try Place()
        defer { place.remove() }
        try await test(connect(place))
    }

    /// Runs a test on a new database with two connections to it.
    func runTwice(_ test: (any Database, any Database) async throws -> Void) async throws {
        let place = try Place()
        defer { place.remove() }
        try await test(connect(place), connect(place))
    }
}

/// A temporary folder for one test.
struct Place: Sendable {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("sqlstore-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func path(_ name: String) -> String { folder.path + "/" + name }

    /// The contents of every file by name, to check that nothing was changed. Of a WAL index only the name, because readers record their
    /// position in it.
    func contents() throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            contents[name] = name.hasSuffix("-shm") ? Data() : try Data(contentsOf: URL(fileURLWithPath: path(name)))
        }
        return contents
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }
}

/// Thrown by bodies to roll back.
struct SecondThoughts: Error {}

extension StoreFailure {
    var isConflict: Bool { if case .conflict = self { true } else { false } }
    var isUnavailable: Bool { if case .unavailable = self { true } else { false } }
    var isSchema: Bool { if case .schema = self { true } else { false } }
}

/// Expects that a write is refused as a conflict.
func expectConflict(
    _ database: any Database, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: @escaping @Sendable (any StoreSession) throws -> Void
) async {
    let failure = await #expect(throws: StoreFailure.self, sourceLocation: sourceLocation) { try await database.write(body) }
    #expect(failure?.isConflict == true, "\(String(describing: failure))", sourceLocation: sourceLocation)
}
