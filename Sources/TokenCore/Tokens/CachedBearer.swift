import ServiceModel

/// A good token as it was found in the store.
struct CachedBearer: Sendable {
    var bearer: Bearer
    /// When its owner's account expires; `nil`: it does not.
    let accountEnds: Timestamp?
    /// The last use that was written down or noted.
    var lastUse: Timestamp?

    /// At the instant of an expiry it is already expired.
    func isGood(at now: Timestamp) -> Bool {
        (bearer.expiresAt.map { now < $0 } ?? true) && (accountEnds.map { now < $0 } ?? true)
    }

    /// Notes a use, once for each minute.
    mutating func note(in uses: LastUsedTracker, at now: Timestamp) {
        lastUse = uses.note(bearer.accessor, after: lastUse, at: now)
    }
}
