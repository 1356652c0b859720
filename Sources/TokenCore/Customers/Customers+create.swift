public import ServiceModel

extension Customers {
    /// The resource that a caller needs to choose a group other than the default one.
    public static let groupResource = Resource.acl("Magento_Customer::manage")

    /// The initial password of a customer.
    enum FirstPassword: Sendable {
        case none
        case plain(Secret)
        case hash(Secret)
    }

    /// Registers a customer, in the current store's website unless the draft says otherwise (contract: `customers.md` §3, §5).
    /// - Parameters:
    ///   - password: `nil` makes an account that is usable after a reset.
    ///   - requiresNames: whether first and last name must be sent. Names that are sent always obey the name rule.
    public func create(
        _ draft: CustomerDraft, password: Secret?, requiresNames: Bool = true, _ context: CallContext
    ) async throws(Fault) -> CustomerProfile {
        try await create(draft, password.map(FirstPassword.plain) ?? .none, requiresNames: requiresNames, context)
    }

    func create(
        _ draft: CustomerDraft, _ password: FirstPassword, requiresNames: Bool = true, _ context: CallContext
    ) async throws(Fault) -> CustomerProfile {
        let snapshot = try await directory.current()
        let settings = snapshot.settings
        if let group = draft.groupID, group != settings.defaultCustomerGroup,
            !context.caller.mayUse([Self.groupResource], in: context.store)
        {
            throw .denied([Self.groupResource])
        }
        try Self.check(password, settings.passwordPolicy, email: draft.email ?? "")
        let rules = CustomerRules(snapshot: snapshot, context: context, now: clock.now())
        guard let store = rules.currentStore else { throw Fault(.internal, cause: "there is no default store") }
        if draft.id != nil { try await refuseID(draft, store, shared: settings.sharesCustomers) }
        var account = CustomerAccount(
            websiteID: store.websiteID, storeID: store.id, groupID: settings.defaultCustomerGroup, email: "", passwordHash: nil,
            createdAt: rules.now, updatedAt: rules.now, createdIn: store.name, firstName: "", lastName: "")
        try rules.apply(draft, to: &account, keepsNames: !requiresNames)
        let book = try AddressBook(draft.withNewAddresses, of: account, present: [])
        // Checked before the password is hashed; the transaction below checks again.
        let wanted = account
        try await database.reading { session in try session.requirePlace(for: wanted, draft, nil, shared: settings.sharesCustomers) }
        account.passwordHash = try await hash(of: password)
        return try await insert(account, draft, book, snapshot, context)
    }

    private func insert(
        _ new: CustomerAccount, _ draft: CustomerDraft, _ book: AddressBook, _ snapshot: SiteConfiguration, _ context: CallContext
    ) async throws(Fault) -> CustomerProfile {
        let token = Secret(TokenFormat.make(from: random))
        return try await changing { session in
            try session.requirePlace(for: new, draft, nil, shared: snapshot.settings.sharesCustomers)
            var account = new
            account.id = try session.insert(account)
            if try book.save(for: &account, in: session) { try session.update(account) }
            try session.append(AuditRecord(at: account.createdAt, action: "customer.create", by: context.actor, subject: account.email))
            if account.passwordHash == nil {
                try session.setResetToken(
                    ResetTokenRecord(digest: TokenFormat.digest(token), customerID: account.id, issuedAt: account.createdAt))
                try mail.enqueue(.inviting(account, .welcomeWithoutPassword, token, snapshot, at: account.createdAt), in: session)
            } else {
                try mail.enqueue(.telling(account, .welcome, snapshot, at: account.createdAt), in: session)
            }
            return try session.profile(account)
        }
    }

    /// - Throws: the policy's messages; `customer.hash-invalid`.
    private static func check(_ password: FirstPassword, _ policy: PasswordPolicy, email: String) throws(Fault) {
        switch password {
        case .none: break
        case .plain(let text): try policy.check(text, email: email)
        case .hash(let hash): try checkForm(hash)
        }
    }

    /// Hashes come from administrators only (D52). - Throws: `customer.hash-invalid`.
    static func checkForm(_ hash: Secret) throws(Fault) {
        guard PasswordHashFormat.isAcceptable(hash.revealed) else { throw Fault(.customerHashInvalid) }
    }

    private func hash(of password: FirstPassword) async throws(Fault) -> String? {
        switch password {
        case .none: nil
        case .plain(let text): try await hashingLimiter.hash(text)
        case .hash(let hash): hash.revealed
        }
    }

    /// A new customer has no id. An id with an existing address refers to that customer, any other refers to none.
    private func refuseID(_ draft: CustomerDraft, _ store: Store, shared: Bool) async throws(Fault) {
        let email = draft.email ?? ""
        let websiteID = draft.websiteID ?? store.websiteID
        let owners = try await database.reading { session in try session.owners(of: email, in: websiteID, shared: shared) }
        guard owners.isEmpty else { throw Fault(.customerExists) }
        throw Fault(
            .entityNotFoundPair,
            [
                .init("fieldName", "email"), .init("fieldValue", .text(FieldRules.cut(email, to: 254))),
                .init("field2Name", "websiteId"), .init("field2Value", .text(String(websiteID))),
            ])
    }
}

extension StoreSession {
    /// The last two rules of `customers.md` §5: the group exists, and no other customer has the address.
    /// - Parameter present: the stored account; `nil` for a new one.
    func requirePlace(
        for account: CustomerAccount, _ draft: CustomerDraft, _ present: CustomerAccount?, shared: Bool
    ) throws {
        if draft.groupID != nil, account.groupID != present?.groupID {
            guard account.groupID != CustomerGroup.notLoggedInID, try customerGroup(id: account.groupID) != nil else {
                throw Fault(.customerGroupUnknown)
            }
        }
        // Customers that shared an address before a setting changed can still be saved as they are.
        if let present, present.websiteID == account.websiteID, present.hasSameEmail(as: account) { return }
        let others = try owners(of: account.email, in: account.websiteID, shared: shared).filter { $0.id != account.id }
        guard others.isEmpty else { throw Fault(.customerExists) }
    }
}

extension CustomerAccount {
    func hasSameEmail(as other: CustomerAccount) -> Bool {
        LoginName.folded(email).utf8Equals(LoginName.folded(other.email))
    }
}
