/// Whether what was read from the store before still holds, without store and clock.
///
/// The store counts the changes that can make a fact wrong: its version goes up in the transaction of each one. What is read is marked
/// with the epoch in which the reading **began**, and is good only while that epoch lasts. A new epoch begins whenever another version
/// is seen: after each own transaction, before anybody is told of it, and by looking. A fact read before a change can therefore be
/// kept after it, but never used. Nothing is good for longer than the lease of the last look: if looking fails or is late, every fact is
/// read anew.
package struct CacheValidity: Sendable {
    /// One stretch of time without a change that we know of.
    package struct Epoch: Sendable, Hashable {
        fileprivate var number: UInt64
    }

    /// What a reading that begins now is marked with.
    private(set) var current = Epoch(number: 0)
    /// `nil` before the first look, and after something happened of which the outcome is not known.
    private var version: Int64?
    private var leaseEnd: ContinuousClock.Instant?

    /// An own transaction has left the store at a version.
    mutating func committed(at version: Int64) {
        if version != self.version { begin() }
        self.version = version
    }

    /// Somebody looked.
    /// - Parameters:
    ///   - start: when the look began: of later changes it says nothing.
    ///   - lease: how long that is enough to know.
    mutating func polled(_ version: Int64, startedAt start: ContinuousClock.Instant, lease: Duration) {
        committed(at: version)
        leaseEnd = max(leaseEnd ?? start + lease, start + lease)
    }

    /// A transaction failed and may be committed all the same: nothing is good before the next look.
    mutating func invalidateAll() {
        begin()
        version = nil
        leaseEnd = nil
    }

    /// The epoch whose facts may be used; `nil`: none may.
    func validEpoch(at now: ContinuousClock.Instant) -> Epoch? {
        guard let leaseEnd, now < leaseEnd else { return nil }
        return current
    }

    private mutating func begin() {
        // A count of changes does not come near the end of 64 bits.
        current.number &+= 1
    }
}
