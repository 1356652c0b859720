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

    /// The scope of a store code; `nil` for an unknown code. `all` is the admin store, with the website of the default store.
    public func scope(code: String) -> StoreScope? {
        if code.utf8Equals(Store.all) {
            return StoreScope(
                storeID: Store.adminID, code: Store.all, websiteID: defaultStore?.websiteID ?? 0, isAdmin: true,
                sharesCustomers: settings.sharesCustomers)
        }
        return stores.first { $0.code.utf8Equals(code) }.map(scope)
    }

    /// The scope of a request that names no store.
    public var defaultScope: StoreScope? { defaultStore.map(scope) }

    private func scope(of store: Store) -> StoreScope {
        StoreScope(
            storeID: store.id, code: store.code, websiteID: store.websiteID, isAdmin: false, sharesCustomers: settings.sharesCustomers)
    }
}

/// The current site configuration. It is read again when it is older than 250 ms, so that changes by other processes are seen within the
/// second that `cli.md` promises. Changes by this process are seen at once.
public final class SiteDirectory: Sendable {
    private struct Cached {
        let configuration: SiteConfiguration
        let expiresAt: ContinuousClock.Instant
        /// The epoch in which the read began.
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

    /// - Throws: `service.unavailable` when the store cannot be read.
    public func current() async throws(Fault) -> SiteConfiguration {
        let now = tracker.now()
        let epoch = tracker.current
        let last = cached.withLock { $0 }
        if let last, now < last.expiresAt, last.epoch == epoch { return last.configuration }
        let configuration = try await database.reading { session in
            SiteConfiguration(
                settings: (last?.configuration.settings ?? Settings()).updated(stored: try session.settings()),
                websites: try session.websites(),
                stores: try session.stores())
        }
        cached.withLock { $0 = Cached(configuration: configuration, expiresAt: now + lifetime, epoch: epoch) }
        return configuration
    }

    /// Makes the next call of ``current()`` read the store, after a change by this process.
    public func invalidate() {
        cached.withLock { $0 = nil }
    }
}
