import ServiceModel

/// Begins an import, and deletes in small batches what an abandoned one has staged.
public struct ImportStaging: Sendable {
    /// Seconds without progress after which an import counts as abandoned, because its process was killed.
    public static let abandonedAfter = 60
    /// Customers in one transaction.
    public static let batch = 500

    private let database: any Database
    private let clock: any WallClock

    public init(database: any Database, clock: any WallClock) {
        self.database = database
        self.clock = clock
    }

    /// - Returns: the id of the import.
    ///
    /// Throws `administration.import-running` while another import runs, and what the database throws.
    public func begin(_ body: @escaping @Sendable (any StoreSession, _ id: Int) throws -> Void) async throws -> Int {
        try await discardAbandoned()
        let now = clock.now()
        return try await database.write { session in
            guard try session.imports().isEmpty else {
                throw Fault(.importRunning, [.init(.int(Self.abandonedAfter))])
            }
            let id = try session.beginImport(at: now)
            try body(session, id)
            return id
        }
    }

    public func discardAbandoned() async throws {
        let now = clock.now()
        let abandoned = try await database.read { try $0.imports() }.filter { run in
            // A time in the future comes from a clock that has been set back since.
            run.touchedAt < now.adding(seconds: -Self.abandonedAfter) || run.touchedAt > now.adding(seconds: Timestamp.clockSkew)
        }
        for run in abandoned { try await discard(run.id) }
    }

    /// Deletes what an import has staged, and then the import. An interruption is harmless.
    public func discard(_ id: Int) async throws {
        var last: Int? = 0
        while let start = last {
            last = try await database.write { try $0.deleteStagedCustomers(ofImport: id, after: start, limit: Self.batch) }
        }
        try await database.write { session in
            try session.deleteStagedSites(ofImport: id)
            _ = try session.endImport(id)
        }
    }
}
