import ServiceModel
import Synchronization

/// Refuses sign-ins from an address that had too many refused ones (contract: `gateway.md` §6), before a password is hashed. What it
/// knows is of this process and ends with it: behind several processes an address has the limit in each.
///
/// Ages are told by a monotonic clock, so a change of the machine's clock makes nobody wait longer.
final class AddressThrottle: Sendable {
    private let failures = Mutex(AddressFailures())
    private let ticks: @Sendable () -> ContinuousClock.Instant
    private let start: ContinuousClock.Instant

    /// - Parameter ticks: the monotonic clock.
    init(ticks: @escaping @Sendable () -> ContinuousClock.Instant) {
        self.ticks = ticks
        start = ticks()
    }

    /// - Throws: `address.throttled` while sign-ins from there are refused.
    func check(_ origin: Origin, _ settings: Settings) throws(Fault) {
        try ask(origin, settings, counts: false)
    }

    /// Counts a refused sign-in, unless the limit was reached meanwhile: of guesses that are made at the same time, only those up to the
    /// limit are answered.
    /// - Throws: `address.throttled` when it was.
    func count(_ origin: Origin, _ settings: Settings) throws(Fault) {
        try ask(origin, settings, counts: true)
    }

    private func ask(_ origin: Origin, _ settings: Settings, counts: Bool) throws(Fault) {
        let address = IPAddress(origin.address)
        let limit = settings.addressFailures(for: address)
        guard limit > 0 else { return }
        let client = AddressGroup(address)
        let wait: Int? = failures.withLock { failures in
            // Read under the lock, so that times come in order.
            let now = (ticks() - start).components.seconds
            let wait = failures.wait(of: client, limit: limit, at: now)
            if counts, wait == nil { failures.fail(client, at: now) }
            return wait
        }
        if let wait { throw Fault(.addressThrottled, retryAfter: wait) }
    }
}
