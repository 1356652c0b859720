public import ServiceModel

/// Tells who a bearer is.
public struct TokenVerifier: Sendable {
    let database: any Database
    let directory: SiteDirectory
    let clock: any WallClock
    let uses: LastUsedTracker
    /// Good tokens; that a token is not good is never kept.
    let known: TrackedCache<TokenDigest, CachedBearer>

    /// Tokens kept in memory at most, about half a kilobyte each.
    static let cacheCapacity = 20_000
    static let maxAge = Duration.seconds(60)

    /// The caller behind a token; `nil` when it is unknown, revoked, expired, or its owner is gone or inactive.
    /// - Throws: `service.unavailable` when the store does not answer: never a refusal instead.
    public func caller(bearing token: Secret) async throws(Fault) -> Caller? {
        try await bearer(of: token)?.caller
    }

    /// The same with what is known of the token.
    /// - Parameter isUse: whether this is a call with the token, which is noted, or a question about it.
    public func bearer(of token: Secret, isUse: Bool = true) async throws(Fault) -> Bearer? {
        guard token.count == TokenFormat.length else { return nil }
        let digest = token.withBytes { TokenDigest(of: $0) }
        let now = clock.now()
        if let bearer = cachedBearer(digest, isUse: isUse, at: now) { return bearer }
        // Before anything is read: what changes from now on makes it wrong.
        let epoch = known.epoch
        let hex = digest.hex
        let found = try await userBearer(hex, at: now)
        guard var found = if let found { found } else { try await integration(hex) } else { return nil }
        if isUse { found.note(in: uses, at: now) }
        known.keep(found, for: digest, readIn: epoch)
        return found.bearer
    }

    /// What memory knows of a token; `nil` also when the store must be asked.
    func cachedBearer(_ digest: TokenDigest, isUse: Bool, at now: Timestamp) -> Bearer? {
        let bearer = known.use(digest) { found -> Bearer? in
            guard found.isGood(at: now) else { return nil }
            if isUse { found.note(in: uses, at: now) }
            return found.bearer
        }
        return bearer ?? nil
    }

    /// How often tokens were found in memory.
    public var statistics: CacheStatistics { known.statistics }

    /// The admin or customer whose token this is.
    private func userBearer(_ digest: String, at now: Timestamp) async throws(Fault) -> CachedBearer? {
        try await database.reading { session in
            guard let record = try session.token(digest: digest), record.isLive(at: now) else { return nil }
            let owner =
                switch record.kind {
                case .customer: try Self.customer(record.ownerID, in: session)
                case .admin: try Self.admin(record.ownerID, in: session, at: now)
                }
            guard let owner else { return nil }
            let bearer = Bearer(
                caller: owner.caller, name: owner.name, accessor: record.accessor, issuedAt: record.issuedAt, expiresAt: record.expiresAt)
            return CachedBearer(bearer: bearer, accountEnds: owner.ends, lastUse: record.lastUsedAt)
        }
    }

    private typealias Owner = (caller: Caller, name: String, ends: Timestamp?)

    private static func customer(_ id: Int, in session: any StoreSession) throws -> Owner? {
        guard let account = try session.customer(id: id), account.isUsable else { return nil }
        let caller = Caller.customer(
            .init(id: account.id, groupID: account.groupID, websiteID: account.websiteID, storeID: account.storeID))
        return (caller, account.email, nil)
    }

    private static func admin(_ id: Int, in session: any StoreSession, at now: Timestamp) throws -> Owner? {
        guard let account = try session.admin(id: id), account.isUsable(at: now) else { return nil }
        let role = try account.roleID.flatMap { try session.role(id: $0) }
        return (.admin(id: account.id, permissions: role?.permissions ?? .resources([])), account.username, account.expiresAt)
    }
}
