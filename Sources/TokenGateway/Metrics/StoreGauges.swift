import TokenCore

/// The tally of the store. It reads whole tables, so it is made again only when it is older than half a minute, however often
/// somebody asks.
actor StoreGauges {
    static let lifetime = Duration.seconds(30)

    private let core: Core
    private let clock: any WallClock
    private var made: (tally: StoreTally, until: ContinuousClock.Instant)?

    init(core: Core, clock: any WallClock = SystemClock()) {
        self.core = core
        self.clock = clock
    }

    /// `nil` when the store does not answer.
    func current() async -> StoreTally? {
        if let made, .now < made.until { return made.tally }
        let now = clock.now()
        guard let settings = try? await core.directory.current().settings,
            let tally = try? await core.database.read({ try $0.tally(at: now, lockedFrom: settings.throttle.maximumFailures) })
        else { return nil }
        made = (tally, .now + Self.lifetime)
        return tally
    }
}
