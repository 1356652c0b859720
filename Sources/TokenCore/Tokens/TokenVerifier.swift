public import ServiceModel

/// Verifies bearer tokens.
public struct TokenVerifier: Sendable {
    let database: any Database
    let directory: SiteDirectory
    let clock: any WallClock
    let uses: LastUsedTracker
    /// Valid tokens. The result for an invalid token is not cached.
    let cache: TrackedCache<TokenDigest, CachedBearer>

    /// The maximum number of cached tokens, about half a kilobyte each.
    static let cacheCapacity = 20_000
    static let maxAge = Duration.seconds(60)

    /// The caller of a token; `nil` when the token is unknown, revoked or expired, or its owner is deleted or inactive.
    /// - Throws: `service.unavailable` when the store cannot be read. This is never reported as an invalid token.
    public func caller(bearing token: Secret) async throws(Fault) -> Caller? {
        try await bearer(of: token)?.caller
    }

    /// The caller of a token, with what is cache of the token.
    /// - Parameter isUse: whether this is a call with the token, which is recorded, or a query about it.
    public func bearer(of token: Secret, isUse: Bool = true) async throws(Fault) -> Bearer? {
        guard token.count == TokenFormat.length else { return nil }
        let digest = token.withBytes { TokenDigest(of: $0) }
        let now = clock.now()
        if let bearer = cachedBearer(digest, isUse: isUse, at: now) { return bearer }
        // Taken before the read begins: a later change makes the result invalid.
        let epoch = cache.epoch
        let hex = digest.hex
        let found = try await userBearer(hex, at: now)
        guard var found = if let found { found } else { try await integration(hex) } else { return nil }
        if isUse { found.recordUse(in: uses, at: now) }
        cache.insert(found, for: digest, readIn: epoch)
        return found.bearer
    }

    /// The bearer of a cached token; `nil` also when the store must be read.
    func cachedBearer(_ digest: TokenDigest, isUse: Bool, at now: Timestamp) -> Bearer? {
        let bearer = cache.use(digest) { found -> Bearer? in
            guard found.isValid(at: now) else { return nil }
            if isUse { found.recordUse(in: uses, at: now) }
            return found.bearer
        }
        return bearer ?? nil
    }

    /// How often tokens were found in the cache.
    public var statistics: CacheStatistics { cache.statistics }

    /// The admin or customer who owns the token.
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

extension TokenVerifier {
    /// The active integration whose access token this is, while settings allow such tokens as bearer tokens (D63).
    /// - Parameter digest: the digest of the token.
    func integration(_ digest: String) async throws(Fault) -> CachedBearer? {
        guard try await directory.current().settings.oauth.acceptsIntegrationsAsBearer else { return nil }
        return try await database.reading { session in
            guard let token = try session.oauthToken(digest: digest), token.kind == .access, token.endedAt == nil,
                let owner = try session.integration(ofConsumer: token.consumerID), owner.status == .active
            else { return nil }
            return CachedBearer(bearer: Bearer(of: owner, by: token), accountEnds: nil, lastUse: token.lastUsedAt)
        }
    }
}

extension Bearer {
    /// - Parameter token: an access token; it does not expire.
    init(of integration: Integration, by token: OAuthToken) {
        self.init(
            caller: integration.caller, name: integration.name, accessor: token.accessor, issuedAt: token.createdAt, expiresAt: nil)
    }
}
