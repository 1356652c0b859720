public import ServiceModel

extension Revocation {
    /// Ends one token, for its owner or for an admin or integration with the resource. A token that is not live is no error.
    /// - Throws: `auth.denied`, `service.unavailable`.
    public func revoke(_ token: Secret, by caller: Caller, _ origin: Origin) async throws(Fault) {
        let digest = TokenFormat.digest(token)
        let now = clock.now()
        try await database.writing { session in
            guard let found = try Found(digest, in: session, at: now) else { return }
            guard found.owner.isSame(as: caller) || caller.holds(found.resource) else { throw Fault.denied([found.resource]) }
            _ = try session.revokeToken(accessor: found.accessor, at: now) || session.endAccessToken(accessor: found.accessor, at: now)
            let actor = Owner(caller)
            try session.append(
                AuditRecord(
                    at: now, action: "token.revoke", actorKind: actor.kind, actorID: actor.id, subject: found.accessor,
                    address: origin.address, requestID: origin.requestID, outcome: .success,
                    reason: "of \(found.owner.kind) \(found.owner.id ?? 0)"))
        }
    }

    /// A live token of a person or an integration, with what it takes to end it for somebody else.
    private struct Found {
        let accessor: String
        let owner: Owner
        let resource: Resource

        init?(_ digest: String, in session: any StoreSession, at now: Timestamp) throws {
            if let token = try session.token(digest: digest), token.isLive(at: now) {
                accessor = token.accessor
                owner = Owner(kind: token.kind.label, id: token.ownerID)
                resource = .acl(token.kind == .admin ? "Magento_User::acl_users" : "Magento_Customer::invalidate_tokens")
            } else if let token = try session.oauthToken(digest: digest), token.kind == .access, token.endedAt == nil,
                let integration = try session.integration(ofConsumer: token.consumerID)
            {
                accessor = token.accessor
                owner = Owner(.integration(id: integration.id, permissions: .resources([])))
                resource = .acl("Magento_Integration::integrations")
            } else {
                return nil
            }
        }
    }

    /// An account as audit rows name it.
    private struct Owner {
        let kind: String
        let id: Int?

        init(kind: String, id: Int?) {
            self.kind = kind
            self.id = id
        }

        init(_ caller: Caller) {
            switch caller {
            case .guest: self.init(kind: "guest", id: nil)
            case .customer(let customer): self.init(kind: AccountKind.customer.label, id: customer.id)
            case .admin(let id, _): self.init(kind: AccountKind.admin.label, id: id)
            case .integration(let id, _): self.init(kind: "integration", id: id)
            }
        }

        func isSame(as caller: Caller) -> Bool {
            let other = Owner(caller)
            return id != nil && id == other.id && kind.utf8Equals(other.kind)
        }
    }
}

extension Caller {
    fileprivate func holds(_ resource: Resource) -> Bool {
        switch self {
        case .admin(_, let permissions), .integration(_, let permissions): permissions.allow(resource.name)
        case .customer, .guest: false
        }
    }
}
