public import ServiceModel

/// Tells who a bearer is.
public struct TokenAuthority: Sendable {
    let database: any Database
    let directory: Directory
    let clock: any WallClock
    let uses: TokenUses

    /// The caller behind a token; `nil` when it is unknown, revoked, expired, or its owner is gone or inactive.
    /// - Throws: `service.unavailable` when the store does not answer: never a refusal instead.
    public func caller(bearing token: Secret) async throws(Fault) -> Caller? {
        try await bearer(of: token)?.caller
    }

    /// The same with what is known of the token.
    /// - Parameter isUse: whether this is a call with the token, which is noted, or a question about it.
    public func bearer(of token: Secret, isUse: Bool = true) async throws(Fault) -> Bearer? {
        guard token.count == TokenForm.length else { return nil }
        let digest = TokenForm.digest(token)
        let now = clock.now()
        let found = try await database.reading { session -> (TokenRecord, Bearer)? in
            guard let record = try session.token(digest: digest), record.isLive(at: now) else { return nil }
            let owner =
                switch record.kind {
                case .customer: try Self.customer(record.ownerID, in: session)
                case .admin: try Self.admin(record.ownerID, in: session, at: now)
                }
            guard let owner else { return nil }
            let bearer = Bearer(
                caller: owner.caller, name: owner.name, accessor: record.accessor, issuedAt: record.issuedAt, expiresAt: record.expiresAt)
            return (record, bearer)
        }
        guard let (record, bearer) = found else { return try await integration(digest, isUse: isUse, at: now) }
        if isUse { uses.note(record.accessor, after: record.lastUsedAt, at: now) }
        return bearer
    }

    private typealias Owner = (caller: Caller, name: String)

    private static func customer(_ id: Int, in session: any StoreSession) throws -> Owner? {
        guard let account = try session.customer(id: id), account.isUsable else { return nil }
        let caller = Caller.customer(
            .init(id: account.id, groupID: account.groupID, websiteID: account.websiteID, storeID: account.storeID))
        return (caller, account.email)
    }

    private static func admin(_ id: Int, in session: any StoreSession, at now: Timestamp) throws -> Owner? {
        guard let account = try session.admin(id: id), account.isUsable(at: now) else { return nil }
        let role = try account.roleID.flatMap { try session.role(id: $0) }
        return (.admin(id: account.id, permissions: role?.permissions ?? .resources([])), account.username)
    }
}
