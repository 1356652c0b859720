public import ServiceModel
import Synchronization

/// What is known of the age of facts, for the whole process: told of own changes by ``ChangeTrackingDatabase`` and of those of others by
/// ``poll()``, which somebody must call often. In commands nobody does, and nothing is kept there.
public final class ChangeTracker: Sendable {
    /// How long a look is enough. A second is promised for changes by others (contract: `cli.md`).
    public static let lease = Duration.milliseconds(750)
    /// How often to look.
    public static let interval = Duration.milliseconds(200)

    private let database: any Database
    private let health: StoreHealth
    /// Monotonic.
    let now: @Sendable () -> ContinuousClock.Instant
    private let validity = Mutex(CacheValidity())

    init(of database: any Database, health: StoreHealth, now: @escaping @Sendable () -> ContinuousClock.Instant) {
        self.database = database
        self.health = health
        self.now = now
    }

    /// Sees what other processes have changed, and whether the store is still the one that was opened.
    /// - Throws: `service.unavailable`; facts are then read anew from the end of the last look's lease on, or at once when the store is
    ///   gone.
    public func poll() async throws(Fault) {
        let start = now()
        do {
            try await database.verifyPresence()
        } catch {
            health.failed(error)
            invalidateAll()
            throw Fault(storing: error)
        }
        let version = try await database.reading { try $0.changeVersion() }
        validity.withLock { $0.polled(version, startedAt: start, lease: Self.lease) }
    }

    /// What a reading that begins now is marked with.
    var current: CacheValidity.Epoch { validity.withLock { $0.current } }

    /// The epoch whose facts may be used; `nil`: none may.
    func validEpoch(at now: ContinuousClock.Instant) -> CacheValidity.Epoch? {
        validity.withLock { $0.validEpoch(at: now) }
    }

    func committed(at version: Int64) {
        validity.withLock { $0.committed(at: version) }
    }

    func invalidateAll() {
        validity.withLock { $0.invalidateAll() }
    }
}
