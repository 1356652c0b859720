package import Testing
package import TokenCore

/// A driver under test.
package struct StoreDriver: Sendable, CustomTestStringConvertible {
    package let name: String
    /// Opens a connection to the database in a folder; the first call creates the database.
    package let connect: @Sendable (TemporaryFolder) throws -> any Database

    package var testDescription: String { name }

    package init(name: String, connect: @escaping @Sendable (TemporaryFolder) throws -> any Database) {
        self.name = name
        self.connect = connect
    }

    /// Runs a test on a new database.
    package func run(_ test: (any Database) async throws -> Void) async throws {
        let folder = try TemporaryFolder("store")
        defer { folder.remove() }
        try await test(connect(folder))
    }

    /// Runs a test on a new database with two connections to it.
    package func runTwice(_ test: (any Database, any Database) async throws -> Void) async throws {
        let folder = try TemporaryFolder("store")
        defer { folder.remove() }
        try await test(connect(folder), connect(folder))
    }
}

/// Thrown by bodies to roll back.
package struct SecondThoughts: Error {
    package init() {}
}

extension StoreFailure {
    package var isConflict: Bool { if case .conflict = self { true } else { false } }
    package var isUnavailable: Bool { if case .unavailable = self { true } else { false } }
    package var isSchema: Bool { if case .schema = self { true } else { false } }
}

/// Expects that a write is refused as a conflict.
package func expectConflict(
    _ database: any Database, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: @escaping @Sendable (any StoreSession) throws -> Void
) async {
    let failure = await #expect(throws: StoreFailure.self, sourceLocation: sourceLocation) { try await database.write(body) }
    #expect(failure?.isConflict == true, "\(String(describing: failure))", sourceLocation: sourceLocation)
}
