public import ServiceModel

extension Administration {
    /// What a new customer needs.
    public struct NewCustomer: Sendable {
        public var email: String
        public var firstName: String
        public var lastName: String
        /// `nil`: the default store.
        public var storeCode: String?

        public init(email: String, firstName: String, lastName: String, storeCode: String?) {
            self.email = email
            self.firstName = firstName
            self.lastName = lastName
            self.storeCode = storeCode
        }
    }

    public func createCustomer(_ new: NewCustomer, password: Secret) async throws -> CustomerAccount {
        guard EmailAddress.isValid(new.email) else { throw AdministrationError("\(new.email) is no e-mail address") }
        let snapshot = try await snapshot()
        try snapshot.settings.passwordPolicy.check(password, email: new.email)
        let code = new.storeCode ?? snapshot.defaultStore?.code ?? ""
        guard let store = snapshot.stores.first(where: { $0.code.utf8Equals(code) }) else {
            throw AdministrationError.unknownStore(code)
        }
        let hash = try await gate.hash(password)
        return try await change("customer.create", new.email) { session, now in
            let folded = LoginName.folded(new.email)
            let others = try session.customers(email: folded, preferring: store.websiteID)
            if snapshot.settings.sharesCustomers, !others.isEmpty { throw StoreFailure.conflict(new.email) }
            var account = CustomerAccount(
                websiteID: store.websiteID, storeID: store.id, groupID: snapshot.settings.defaultCustomerGroup, email: new.email,
                passwordHash: hash, createdAt: now, updatedAt: now, createdIn: store.name, firstName: new.firstName,
                lastName: new.lastName)
            account.id = try session.insert(account)
            return account
        }
    }

    /// At most `limit` customers with ids above `id`.
    public func customers(after id: Int, limit: Int) async throws -> [CustomerAccount] {
        try await read { try $0.customers(after: id, limit: limit) }
    }

    /// A deactivated customer's tokens end. Acts on every website that has the address.
    public func setCustomer(_ email: String, active: Bool) async throws {
        try await change(active ? "customer.enable" : "customer.disable", email) { session, now in
            for var customer in try session.requireCustomers(email) {
                customer.isActive = active
                customer.updatedAt = now
                try session.update(customer)
                if !active { _ = try session.revokeTokens(of: (.customer, customer.id), at: now) }
            }
        }
    }

    public func deleteCustomer(_ email: String) async throws {
        try await change("customer.delete", email) { session, now in
            for customer in try session.requireCustomers(email) {
                _ = try session.revokeTokens(of: (.customer, customer.id), at: now)
                try session.deleteCustomer(id: customer.id)
            }
        }
    }

    /// A new password ends the customer's tokens; a lock stays until it ends or is lifted.
    public func setCustomerPassword(_ email: String, _ password: Secret) async throws {
        _ = try await read { try $0.requireCustomers(email) }
        try await snapshot().settings.passwordPolicy.check(password, email: email)
        let hash = try await gate.hash(password)
        try await change("customer.password", email) { session, now in
            for var customer in try session.requireCustomers(email) {
                customer.passwordHash = hash
                customer.updatedAt = now
                try session.update(customer)
                _ = try session.revokeTokens(of: (.customer, customer.id), at: now)
                try session.deleteResetToken(ofCustomer: customer.id)
            }
        }
    }
}

extension StoreSession {
    func requireCustomers(_ email: String) throws -> [CustomerAccount] {
        let found = try customers(email: LoginName.folded(email), preferring: 0)
        guard !found.isEmpty else { throw AdministrationError("there is no customer \(email)") }
        return found
    }
}
