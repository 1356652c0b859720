import ServiceModel

/// One attempt to sign in.
struct SignInAttempt: Sendable {
    let kind: AccountKind
    let name: String
    let password: Secret
    let context: CallContext
    let throttleKind: ThrottleKind
    let throttleKey: String

    init(kind: AccountKind, name: String, password: Secret, context: CallContext) {
        self.kind = kind
        self.name = name
        self.password = password
        self.context = context
        throttleKind = ThrottleKind(kind)
        throttleKey = Throttle.key(name)
    }

    /// The account of that name, compared as settings demand; names are not trimmed.
    func account(in session: any StoreSession, _ settings: Settings) throws -> Account? {
        guard name.count <= LoginName.longest else { return nil }
        let folded = LoginName.folded(name)
        switch kind {
        case .admin:
            guard let admin = try session.admin(named: folded) else { return nil }
            guard !settings.adminNamesKeepCase || admin.username.utf8Equals(name) else { return nil }
            return .admin(admin)
        case .customer:
            let website = context.store.websiteID
            let all = try session.customers(email: folded, preferring: website)
            let found = context.store.sharesCustomers ? all.first : all.first { $0.websiteID == website }
            return found.map(Account.customer)
        }
    }

    /// - Parameter isUnknownName: whether no account has the name.
    func audit(
        _ outcome: AuditRecord.Outcome, _ reason: String, _ actorID: Int?, isUnknownName: Bool = false, at now: Timestamp
    ) -> AuditRecord {
        AuditRecord(
            at: now, action: "signin", by: AuditActor(account: kind, id: actorID, context.origin),
            subject: isUnknownName ? AuditRecord.unknownName(name) : name, outcome: outcome, reason: reason)
    }
}

/// An account of either kind, as far as signing in is concerned.
enum Account: Sendable {
    case admin(AdminAccount)
    case customer(CustomerAccount)

    var id: Int {
        switch self {
        case .admin(let admin): admin.id
        case .customer(let customer): customer.id
        }
    }

    var passwordHash: String? {
        switch self {
        case .admin(let admin): admin.passwordHash
        case .customer(let customer): customer.passwordHash
        }
    }

    /// Always `true` for customers, who need no role.
    var hasRole: Bool {
        switch self {
        case .admin(let admin): admin.roleID != nil
        case .customer: true
        }
    }

    func isUsable(at now: Timestamp) -> Bool {
        switch self {
        case .admin(let admin): admin.isUsable(at: now)
        case .customer(let customer): customer.isUsable
        }
    }

    /// Whether this is still usable and has the password hash that was verified.
    func isSame(as before: Account, at now: Timestamp) -> Bool {
        id == before.id && passwordHash == before.passwordHash && isUsable(at: now)
    }

    /// Deactivates an admin whose account has expired, and ends its tokens.
    func deactivateIfExpired(in session: any StoreSession, at now: Timestamp) throws {
        guard case .admin(var admin) = self, admin.isActive, !admin.isUsable(at: now) else { return }
        admin.isActive = false
        try session.update(admin)
        _ = try session.revokeTokens(of: (.admin, admin.id), at: now)
    }

    func storeHash(_ hash: String, in session: any StoreSession) throws {
        switch self {
        case .admin(var admin):
            admin.passwordHash = hash
            try session.update(admin)
        case .customer(var customer):
            customer.passwordHash = hash
            try session.update(customer)
        }
    }
}
