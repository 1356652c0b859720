public import ServiceModel

/// Tells who a bearer is.
public struct TokenAuthority: Sendable {
    let database: any Database
    let clock: any WallClock

    /// The caller behind a token; `nil` when it is unknown, revoked, expired, or its owner is gone or inactive.
    /// - Throws: `service.unavailable` when the store does not answer: never a refusal instead.
    public func caller(bearing token: Secret) async throws(Fault) -> Caller? {
        guard token.count == TokenForm.length else { return nil }
        let digest = TokenForm.digest(token)
        let now = clock.now()
        return try await database.reading { session in
            guard let record = try session.token(digest: digest), record.isLive(at: now) else { return nil }
            switch record.kind {
            case .customer: return try Self.customer(record.ownerID, in: session)
            case .admin: return try Self.admin(record.ownerID, in: session, at: now)
            }
        }
    }

    private static func customer(_ id: Int, in session: any StoreSession) throws -> Caller? {
        guard let account = try session.customer(id: id), account.isUsable else { return nil }
        return .customer(
            .init(id: account.id, groupID: account.groupID, websiteID: account.websiteID, storeID: account.storeID))
    }

    private static func admin(_ id: Int, in session: any StoreSession, at now: Timestamp) throws -> Caller? {
        guard let account = try session.admin(id: id), account.isUsable(at: now) else { return nil }
        let role = try account.roleID.flatMap { try session.role(id: $0) }
        return .admin(id: account.id, permissions: role?.permissions ?? .resources([]))
    }
}
