import ServiceModel
import Synchronization

/// Refuses sign-ins from an address with too many failures (contract: `gateway.md` §6) before a password is hashed. Counts are kept in the
/// memory of this process: with several processes, the limit applies in each.
///
/// Ages are measured by the monotonic clock, so setting the clock of the machine does not prolong a lock.
final class AddressThrottle: Sendable {
    private let failures = Mutex(AddressFailures())
    private let ticks: @Sendable () -> ContinuousClock.Instant
    private let start: ContinuousClock.Instant

    /// - Parameter ticks: the monotonic clock.
    init(ticks: @escaping @Sendable () -> ContinuousClock.Instant) {
        self.ticks = ticks
        start = ticks()
    }

    /// - Throws: `address.throttled` while sign-ins from the address are refused.
    func check(_ origin: Origin, _ settings: Settings) throws(Fault) {
        try update(origin, settings, counts: false)
    }

    /// Counts a failure, unless the limit has been reached meanwhile: of guesses made at the same time, only those up to the limit receive
    /// a result.
    /// - Throws: `address.throttled` when the limit has been reached.
    func count(_ origin: Origin, _ settings: Settings) throws(Fault) {
        try update(origin, settings, counts: true)
    }

    private func update(_ origin: Origin, _ settings: Settings, counts: Bool) throws(Fault) {
        let address = IPAddress(origin.address)
        let limit = settings.addressFailures(for: address)
        guard limit > 0 else { return }
        let client = AddressGroup(address)
        let wait: Int? = failures.withLock { failures in
            // Read under the lock, so that times are in order.
            let now = (ticks() - start).components.seconds
            let wait = failures.retryDelay(of: client, limit: limit, at: now)
            if counts, wait == nil { failures.recordFailure(of: client, at: now) }
            return wait
        }
        if let wait { throw Fault(.addressThrottled, retryAfter: wait) }
    }
}
