/// Whether values read from the store earlier are still valid. A pure state machine without store and clock.
///
/// The store counts the changes that can make a cached value wrong: its version increases in the transaction of each. A value is cached
/// with the epoch in which its read **began** and is valid during that epoch only. An epoch ends when a different version is seen: after
/// each transaction of this process, before the transaction is acknowledged, and on a poll. A value that was read before a change can
/// therefore be cached after it, but is never used. All values become invalid when the lease of the last poll expires, so a poll that fails
/// or is late makes every value be read again.
package struct CacheValidity: Sendable {
    /// A period without a known change.
    package struct Epoch: Sendable, Hashable {
        fileprivate var number: UInt64
    }

    /// The epoch for reads that begin now.
    private(set) var current = Epoch(number: 0)
    /// `nil` before the first poll, and after a transaction with an unknown outcome.
    private var version: Int64?
    private var leaseEnd: ContinuousClock.Instant?

    /// Records that a transaction of this process left the store at a version.
    mutating func committed(at version: Int64) {
        if version != self.version { begin() }
        self.version = version
    }

    /// Records the result of a poll.
    /// - Parameters:
    ///   - start: when the poll began; it does not cover later changes.
    ///   - lease: how long values stay valid after `start`.
    mutating func polled(_ version: Int64, startedAt start: ContinuousClock.Instant, lease: Duration) {
        committed(at: version)
        leaseEnd = max(leaseEnd ?? start + lease, start + lease)
    }

    /// Makes all values invalid until the next poll: a failed transaction may have been committed.
    mutating func invalidateAll() {
        begin()
        version = nil
        leaseEnd = nil
    }

    /// The epoch whose values may be used; `nil` when none may.
    func validEpoch(at now: ContinuousClock.Instant) -> Epoch? {
        guard let leaseEnd, now < leaseEnd else { return nil }
        return current
    }

    private mutating func begin() {
        // Changes cannot reach the end of 64 bits.
        current.number &+= 1
    }
}
