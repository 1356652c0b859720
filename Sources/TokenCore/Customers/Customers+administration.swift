public import ServiceModel

/// What administrators do with customers by e-mail address. Where several websites have the address, each account is meant. The rules
/// are those of the API.
extension Customers {
    /// Registers a customer in a store. First and last name may be left out (contract: `cli.md`).
    /// - Parameter storeCode: `nil` for the default store.
    /// - Throws: `administration.store-unknown`; what ``create(_:password:requiresNames:_:)`` throws.
    public func create(
        _ draft: CustomerDraft, password: Secret, storeCode: String?, _ context: CallContext
    ) async throws(Fault) -> CustomerProfile {
        let sites = try await directory.current()
        let code = storeCode ?? sites.defaultStore?.code ?? ""
        guard let store = sites.scope(code: code), !store.isAdmin else { throw Fault(.storeUnknown, about: code) }
        let inStore = CallContext(caller: context.caller, store: store, origin: context.origin)
        return try await create(draft, password: password, requiresNames: false, inStore)
    }

    /// At most `limit` customers with ids above `id`, by id.
    public func list(after id: Int, limit: Int) async throws(Fault) -> [CustomerAccount] {
        try await database.readForAdministration { try $0.customers(after: id, limit: limit) }
    }

    public func count() async throws(Fault) -> Int {
        try await database.readForAdministration { try $0.countCustomers(matching: CustomerQuery(limit: 0)) }
    }

    /// Tokens of a deactivated customer end.
    /// - Throws: `administration.customer-unknown`.
    public func setActive(_ isActive: Bool, email: String, by actor: AuditActor) async throws(Fault) {
        let now = clock.now()
        try await database.writeForAdministration { session in
            for var customer in try session.requireCustomers(email) {
                customer.isActive = isActive
                customer.updatedAt = now
                try session.update(customer)
                if !isActive { _ = try session.revokeTokens(of: (.customer, customer.id), at: now) }
            }
            let action = isActive ? "customer.enable" : "customer.disable"
            try session.append(AuditRecord(at: now, action: action, by: actor, subject: email))
        }
    }

    /// - Throws: `administration.customer-unknown`.
    public func delete(email: String, by actor: AuditActor) async throws(Fault) {
        let now = clock.now()
        try await database.writeForAdministration { session in
            for customer in try session.requireCustomers(email) { try remove(customer, by: actor, at: now, in: session) }
        }
    }

    /// Sets a new password; a lock stays until it ends or is lifted.
    /// - Throws: `administration.customer-unknown`; the policy's messages.
    public func setPassword(_ password: Secret, email: String, by actor: AuditActor) async throws(Fault) {
        _ = try await database.readForAdministration { try $0.requireCustomers(email) }
        let snapshot = try await directory.current()
        try snapshot.settings.passwordPolicy.check(password, email: email)
        let hash = try await hashingLimiter.hash(password)
        let now = clock.now()
        try await database.writeForAdministration { session in
            for var customer in try session.requireCustomers(email) {
                customer.passwordHash = hash
                customer.updatedAt = now
                try session.update(customer)
                try endOldPassword(of: customer, snapshot, by: actor, at: now, in: session)
            }
        }
    }
}

extension StoreSession {
    /// Every customer with the address.
    /// - Throws: `administration.customer-unknown`.
    func requireCustomers(_ email: String) throws -> [CustomerAccount] {
        let found = try customers(email: LoginName.folded(email), preferring: 0)
        guard !found.isEmpty else { throw Fault(.customerUnknown, about: email) }
        return found
    }
}
