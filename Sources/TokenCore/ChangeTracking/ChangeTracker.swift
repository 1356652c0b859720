public import ServiceModel
import Synchronization

/// The validity of cached values for the whole process. ``ChangeTrackingDatabase`` reports changes of this process, ``poll()`` finds those
/// of others. Commands do not poll, so they cache nothing.
public final class ChangeTracker: Sendable {
    /// How long a poll keeps values valid. Changes by other processes must be seen within a second (contract: `cli.md`).
    public static let lease = Duration.milliseconds(750)
    /// The time between polls.
    public static let interval = Duration.milliseconds(200)

    private let database: any Database
    private let health: StoreHealth
    /// The monotonic clock.
    let now: @Sendable () -> ContinuousClock.Instant
    private let validity = Mutex(CacheValidity())

    init(of database: any Database, health: StoreHealth, now: @escaping @Sendable () -> ContinuousClock.Instant) {
        self.database = database
        self.health = health
        self.now = now
    }

    /// Finds changes by other processes, and checks that the store is the one that was opened.
    /// - Throws: `service.unavailable`. Cached values are then invalid from the end of the last lease on, or at once when the store is
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

    /// The epoch for reads that begin now.
    var current: CacheValidity.Epoch { validity.withLock { $0.current } }

    /// The epoch whose values may be used; `nil` when none may.
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
