public import ServiceModel
import Synchronization

/// Settings, websites and stores as one value.
public struct SiteConfiguration: Sendable, Equatable {
    public let settings: Settings
    public let websites: [Website]
    public let stores: [Store]

    public init(settings: Settings, websites: [Website], stores: [Store]) {
        self.settings = settings
        self.websites = websites
        self.stores = stores
    }

    public var defaultStore: Store? { stores.first(where: \.isDefault) ?? stores.first }

    /// The scope of a store code; `all` is the admin store with the default store's website. `nil` for an unknown code.
    public func scope(code: String) -> StoreScope? {
        if code.utf8Equals(Store.all) {
            return StoreScope(
                storeID: Store.adminID, code: Store.all, websiteID: defaultStore?.websiteID ?? 0, isAdmin: true,
                sharesCustomers: settings.sharesCustomers)
        }
        return stores.first { $0.code.utf8Equals(code) }.map(scope)
    }

    /// The scope of an address that names no store.
    public var defaultScope: StoreScope? { defaultStore.map(scope) }

    private func scope(of store: Store) -> StoreScope {
        StoreScope(
            storeID: store.id, code: store.code, websiteID: store.websiteID, isAdmin: false, sharesCustomers: settings.sharesCustomers)
    }
}

/// The snapshot in force, read again when it is older than a quarter of a second: what another process changes is seen within the
/// second that `cli.md` promises, and a request does not pay for it. What this process changes is seen at once.
public final class SiteDirectory: Sendable {
    private struct Cached {
        let snapshot: SiteConfiguration
        let until: ContinuousClock.Instant
        /// In which the reading began.
        let epoch: CacheValidity.Epoch
    }

    private let database: any Database
    private let tracker: ChangeTracker
    private let lifetime: Duration
    private let cached = Mutex<Cached?>(nil)

    init(database: any Database, tracker: ChangeTracker, lifetime: Duration) {
        self.database = database
        self.tracker = tracker
        self.lifetime = lifetime
    }

    /// - Throws: `service.unavailable` when the store does not answer.
    public func current() async throws(Fault) -> SiteConfiguration {
        let now = tracker.now()
        let epoch = tracker.current
        let last = cached.withLock { $0 }
        if let last, now < last.until, last.epoch == epoch { return last.snapshot }
        let snapshot = try await database.reading { session in
            SiteConfiguration(
                settings: (last?.snapshot.settings ?? Settings()).updated(stored: try session.settings()), websites: try session.websites(),
                stores: try session.stores())
        }
        cached.withLock { $0 = Cached(snapshot: snapshot, until: now + lifetime, epoch: epoch) }
        return snapshot
    }

    /// Makes the next look read again, after a change by this process.
    public func invalidate() {
        cached.withLock { $0 = nil }
    }
}
