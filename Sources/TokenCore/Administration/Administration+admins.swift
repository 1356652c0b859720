public import ServiceModel

extension Administration {
    /// The properties of a new administrator.
    public struct NewAdmin: Sendable {
        public var username: String
        public var email: String
        public var firstName: String
        public var lastName: String
        public var roleName: String

        public init(username: String, email: String, firstName: String, lastName: String, roleName: String) {
            self.username = username
            self.email = email
            self.firstName = firstName
            self.lastName = lastName
            self.roleName = roleName
        }
    }

    /// An administrator with the name of its role.
    public struct AdminListing: Sendable {
        public let account: AdminAccount
        public let roleName: String?
    }

    public func createAdmin(_ new: NewAdmin, password: Secret) async throws(Fault) -> AdminAccount {
        guard !new.username.isEmpty, new.username.count <= LoginName.longest, LoginName.isPrintable(new.username) else {
            throw Fault(.usernameInvalid, [.init(.int(LoginName.longest))])
        }
        guard EmailAddress.isValid(new.email) else { throw Fault(.emailInvalid, about: new.email) }
        try PasswordPolicy.administrators.check(password, email: new.email)
        let hash = try await hashingLimiter.hash(password)
        return try await change("admin.create", new.username) { session, now in
            guard let role = try session.role(named: new.roleName) else { throw Fault(.roleUnknown, about: new.roleName) }
            var account = AdminAccount(
                username: new.username, email: new.email, firstName: new.firstName, lastName: new.lastName, passwordHash: hash,
                roleID: role.id, createdAt: now)
            account.id = try session.insert(account)
            return account
        }
    }

    public func admins() async throws(Fault) -> [AdminListing] {
        try await read { session in
            let roles = Dictionary(uniqueKeysWithValues: try session.roles().map { ($0.id, $0.name) })
            return try session.admins().map { AdminListing(account: $0, roleName: $0.roleID.flatMap { roles[$0] }) }
        }
    }

    /// The tokens of a deactivated administrator end.
    public func setAdmin(_ username: String, active: Bool) async throws(Fault) {
        try await change(active ? "admin.enable" : "admin.disable", username) { session, now in
            var admin = try session.requireAdmin(username)
            // Enabling an expired account must not make its old tokens valid again.
            let hadExpired = admin.expiresAt.map { $0 <= now } ?? false
            admin.isActive = active
            if hadExpired { admin.expiresAt = nil }
            if !active || hadExpired { admin.setUpEndedAt = now }
            try session.update(admin)
            if !active || hadExpired { _ = try session.revokeTokens(of: (.admin, admin.id), at: now) }
        }
    }

    public func deleteAdmin(_ username: String) async throws(Fault) {
        try await change("admin.delete", username) { session, now in
            let admin = try session.requireAdmin(username)
            _ = try session.revokeTokens(of: (.admin, admin.id), at: now)
            try session.deleteAdmin(id: admin.id)
        }
    }

    /// A new password ends the administrator's tokens; a lock stays until it ends or is lifted.
    public func setAdminPassword(_ username: String, _ password: Secret) async throws(Fault) {
        let email = try await read { try $0.requireAdmin(username).email }
        try PasswordPolicy.administrators.check(password, email: email)
        let hash = try await hashingLimiter.hash(password)
        try await change("admin.password", username) { session, now in
            var admin = try session.requireAdmin(username)
            admin.passwordHash = hash
            try session.update(admin)
            _ = try session.revokeTokens(of: (.admin, admin.id), at: now)
        }
    }

    /// Deletes the failed sign-ins of a name, and with them its lock.
    /// - Throws: `administration.admin-unknown` or `administration.customer-unknown` for a name that has neither an account nor a failed
    ///   sign-in, because it is misspelt.
    public func unlock(_ kind: AccountKind, _ name: String) async throws(Fault) {
        try await change("\(kind.label).unlock", name) { session, _ in
            let key = Throttle.key(name)
            if try session.throttleEntry(ThrottleKind(kind), key: key) == nil {
                switch kind {
                case .admin: _ = try session.requireAdmin(name)
                case .customer: _ = try session.requireCustomers(name)
                }
            }
            try session.deleteThrottleEntry(ThrottleKind(kind), key: key)
        }
    }
}

extension StoreSession {
    func requireAdmin(_ username: String) throws -> AdminAccount {
        guard let admin = try admin(named: LoginName.folded(username)) else {
            throw Fault(.adminUnknown, about: username)
        }
        return admin
    }
}
