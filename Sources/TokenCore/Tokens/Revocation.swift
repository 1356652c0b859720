public import ServiceModel

/// Revokes tokens (contract: `tokens.md` §4).
public struct Revocation: Sendable {
    let database: any Database
    let clock: any WallClock

    /// Revokes all live tokens of the caller's account, including the one presented.
    /// - Returns: `true`, even when there were none.
    /// - Throws: `auth.denied` when there is no id.
    public func revokeOwn(_ kind: AccountKind, id: Int?, _ context: CallContext) async throws(Fault) -> Bool {
        guard let id else { throw .denied([kind == .admin ? .adminSelf : .customerSelf]) }
        let now = clock.now()
        try await database.writing { session in
            let count = try session.revokeTokens(of: (kind, id), at: now)
            try session.append(
                AuditRecord(
                    at: now, action: "token.revoke", by: AuditActor(account: kind, id: id, context.origin), subject: "\(kind.label) \(id)",
                    reason: "\(count) ended"))
        }
        return true
    }
}

extension Revocation {
    /// Revokes a token, for its owner or for a caller with the resource. A token that is not live is not an error.
    /// - Throws: `auth.denied`, `service.unavailable`.
    public func revoke(_ token: Secret, by caller: Caller, _ origin: Origin) async throws(Fault) {
        let digest = TokenFormat.digest(token)
        let now = clock.now()
        let actor = AuditActor(caller, origin)
        try await database.writing { session in
            guard let found = try Found(digest, in: session, at: now) else { return }
            guard found.isOwned(by: actor) || caller.holds(found.resource) else { throw Fault.denied([found.resource]) }
            _ = try session.revokeToken(accessor: found.accessor, at: now) || session.endAccessToken(accessor: found.accessor, at: now)
            try session.append(
                AuditRecord(
                    at: now, action: "token.revoke", by: actor, subject: found.accessor,
                    reason: "of \(found.ownerKind.rawValue) \(found.ownerID)"))
        }
    }

    /// A live token of an account or an integration, with the resource that a caller who does not own it needs.
    private struct Found {
        let accessor: String
        let ownerKind: AuditActor.Kind
        let ownerID: Int
        let resource: Resource

        init?(_ digest: String, in session: any StoreSession, at now: Timestamp) throws {
            if let token = try session.token(digest: digest), token.isLive(at: now) {
                accessor = token.accessor
                ownerKind = token.kind == .admin ? .admin : .customer
                ownerID = token.ownerID
                resource = .acl(token.kind == .admin ? "Magento_User::acl_users" : "Magento_Customer::invalidate_tokens")
            } else if let token = try session.oauthToken(digest: digest), token.kind == .access, token.endedAt == nil,
                let integration = try session.integration(ofConsumer: token.consumerID)
            {
                accessor = token.accessor
                ownerKind = .integration
                ownerID = integration.id
                resource = .acl("Magento_Integration::integrations")
            } else {
                return nil
            }
        }

        func isOwned(by actor: AuditActor) -> Bool { actor.kind == ownerKind && actor.id == ownerID }
    }
}

extension Caller {
    fileprivate func holds(_ resource: Resource) -> Bool {
        switch self {
        case .admin(_, let permissions), .integration(_, let permissions): permissions.allow(resource.name)
        case .localOperator: true
        case .customer, .guest: false
        }
    }
}
