import ServiceModel

/// A database that reports its changes to a ``ChangeTracker`` and the outcomes of its writes to ``StoreHealth`` before a write returns.
struct ChangeTrackingDatabase: Database {
    let database: any Database
    let tracker: ChangeTracker
    let health: StoreHealth

    func verifyPresence() async throws { try await database.verifyPresence() }

    var writeObstacle: String? { database.writeObstacle }

    func scratchCopy() async throws -> any Database { try await database.scratchCopy() }

    func read<Result: Sendable>(_ body: @Sendable (any StoreSession) throws -> Result) async throws -> Result {
        try await database.read(body)
    }

    func write<Result: Sendable>(_ body: @escaping @Sendable (any StoreSession) throws -> Result) async throws -> Result {
        do {
            let (result, version) = try await database.write { session in (try body(session), try session.changeVersion()) }
            tracker.committed(at: version)
            health.succeeded()
            return result
        } catch {
            if Self.mayBeCommitted(error) { tracker.invalidateAll() }
            health.failed(error)
            throw error
        }
    }

    /// Errors thrown by a body, and conflicts, occur before the commit.
    private static func mayBeCommitted(_ error: any Error) -> Bool {
        switch error {
        case is Fault, StoreFailure.conflict, StoreFailure.contention: false
        default: true
        }
    }
}
