public import ServiceModel

/// The rules of customer accounts (contract: `customers.md`). Every change, its audit record and its mails are written in one
/// transaction.
public struct Customers: Sendable {
    let database: any Database
    let directory: SiteDirectory
    let hashingLimiter: PasswordHashingLimiter
    let mail: MailQueue
    let clock: any WallClock
    let random: any RandomSource
    /// Cached customers, without password hashes.
    let profiles: TrackedCache<Int, CustomerProfile>

    /// Upper bound of cached customers, about two kilobytes each.
    static let profileCacheCapacity = 2_000

    /// The customer without password hash, from the cache while it is valid (``CacheValidity``).
    /// - Throws: `entity.not-found` with `customerId`.
    public func read(id: Int) async throws(Fault) -> CustomerProfile {
        if let known = profiles.use(id, { $0 }) { return known }
        let epoch = profiles.epoch
        let found = try await database.reading { session -> CustomerProfile? in
            guard var account = try session.account(id: id) else { return nil }
            account.passwordHash = nil
            return try session.profile(account)
        }
        guard let found else { throw Self.notFound(id) }
        profiles.insert(found, for: id, readIn: epoch)
        return found
    }

    /// Deletes the customer with addresses and reset token, and ends all tokens.
    /// - Returns: `true`.
    /// - Throws: `entity.not-found` with `customerId`.
    public func delete(id: Int, _ context: CallContext) async throws(Fault) -> Bool {
        let now = clock.now()
        return try await database.writing { session in
            guard let account = try session.account(id: id) else { throw Self.notFound(id) }
            try remove(account, by: context.actor, at: now, in: session)
            return true
        }
    }

    /// The one rule of deletion: addresses and reset token go with the account, and all tokens end.
    func remove(_ account: CustomerAccount, by actor: AuditActor, at now: Timestamp, in session: any StoreSession) throws {
        _ = try session.revokeTokens(of: (.customer, account.id), at: now)
        try session.deleteCustomer(id: account.id)
        try session.append(AuditRecord(at: now, action: "customer.delete", by: actor, subject: account.email))
    }

    /// Whether an address is free in a website. `true` unless the settings allow disclosing it.
    /// - Parameter websiteID: `nil` for the current one. A malformed address and an unknown website count as free.
    public func isEmailAvailable(_ email: String, websiteID: Int?, _ context: CallContext) async throws(Fault) -> Bool {
        let snapshot = try await directory.current()
        let website = websiteID ?? context.store.websiteID
        guard snapshot.settings.revealsFreeEmails, EmailAddress.isValid(email), snapshot.websites.contains(where: { $0.id == website })
        else { return true }
        return try await database.reading { session in
            try session.owners(of: email, in: website, shared: snapshot.settings.sharesCustomers).isEmpty
        }
    }

    static func notFound(_ id: Int) -> Fault {
        Fault(.entityNotFound, [.init("fieldName", "customerId"), .init("fieldValue", .int(id))])
    }

    /// Runs a change; an address that another customer has taken meanwhile is `customer.exists`.
    func changing<Result: Sendable>(
        _ body: @escaping @Sendable (any StoreSession) throws -> Result
    ) async throws(Fault) -> Result {
        do {
            return try await database.write(body)
        } catch StoreFailure.conflict {
            throw Fault(.customerExists)
        } catch {
            throw Fault(storing: error)
        }
    }
}

extension StoreSession {
    /// Ids begin at 1.
    func account(id: Int) throws -> CustomerAccount? {
        id > 0 ? try customer(id: id) : nil
    }

    func profile(_ account: CustomerAccount) throws -> CustomerProfile {
        CustomerProfile(account: account, addresses: try addresses(ofCustomers: [account.id]))
    }

    /// The customers with an address, in the website or, where customers are shared, in all websites.
    func owners(of email: String, in websiteID: Int, shared: Bool) throws -> [CustomerAccount] {
        try customers(email: LoginName.folded(email), preferring: websiteID).filter { shared || $0.websiteID == websiteID }
    }
}
