public import ServiceModel

extension Customers {
    /// Changes a customer, or registers one when the draft has no id (contract: `customers.md` §3, Save). An existing customer keeps the
    /// fields that the draft leaves out.
    /// - Parameter passwordHash: a change of the password; `nil` keeps it.
    public func save(_ draft: CustomerDraft, passwordHash: Secret?, _ context: CallContext) async throws(Fault) -> CustomerProfile {
        guard let id = draft.id else {
            return try await create(draft, passwordHash.map(FirstPassword.hash) ?? .none, context)
        }
        if let passwordHash { try Self.checkForm(passwordHash) }
        return try await change(id, draft, passwordHash, keepsNames: true, context)
    }

    /// Changes the calling customer. Id, group, website and store are ignored; e-mail address and both names are required.
    /// - Throws: `input.required` `customerId` for a caller that is not a customer.
    public func saveOwn(_ draft: CustomerDraft, _ context: CallContext) async throws(Fault) -> CustomerProfile {
        guard case .customer(let caller) = context.caller else {
            throw Fault(.inputRequired, [.init("fieldName", "customerId")])
        }
        var own = draft
        (own.id, own.groupID, own.websiteID, own.storeID) = (caller.id, nil, nil, nil)
        return try await change(caller.id, own, nil, keepsNames: false, context)
    }

    private func change(
        _ id: Int, _ draft: CustomerDraft, _ hash: Secret?, keepsNames: Bool, _ context: CallContext
    ) async throws(Fault) -> CustomerProfile {
        let snapshot = try await directory.current()
        let rules = CustomerRules(snapshot: snapshot, context: context, now: clock.now())
        return try await changing { session in
            guard let before = try session.account(id: id) else { throw Self.notFound(id) }
            var account = before
            try rules.apply(draft, to: &account, keepsNames: keepsNames)
            let present = try session.addresses(ofCustomers: [id])
            let book = try AddressBook(draft, of: account, present: present)
            try session.requirePlace(for: account, draft, before, shared: snapshot.settings.sharesCustomers)
            account.updatedAt = rules.now
            if let hash { account.passwordHash = hash.revealed }
            _ = try book.save(for: &account, in: session)
            try session.update(account)
            try session.append(AuditRecord(at: rules.now, action: "customer.save", by: context.actor, subject: account.email))
            if !before.hasSameEmail(as: account) { try tellOfNewEmail(before, account, snapshot, at: rules.now, in: session) }
            if hash != nil { try endOldPassword(of: account, snapshot, by: context.actor, at: rules.now, in: session) }
            return try session.profile(account)
        }
    }

    /// Deletes the reset token, which was mailed to the old address, and queues a notice for both addresses.
    private func tellOfNewEmail(
        _ before: CustomerAccount, _ account: CustomerAccount, _ snapshot: SiteConfiguration, at now: Timestamp,
        in session: any StoreSession
    ) throws {
        try session.deleteResetToken(ofCustomer: account.id)
        for recipient in [before.email, account.email] {
            try mail.enqueue(.telling(account, .emailChanged, snapshot, at: now, to: recipient), in: session)
        }
    }

    /// The one rule of a new password, regardless of who set it: tokens end, a reset token is void, the customer gets a notice.
    func endOldPassword(
        of account: CustomerAccount, _ snapshot: SiteConfiguration, by actor: AuditActor, at now: Timestamp, in session: any StoreSession
    ) throws {
        let count = try session.revokeTokens(of: (.customer, account.id), at: now)
        try session.deleteResetToken(ofCustomer: account.id)
        try session.append(AuditRecord(at: now, action: "customer.password", by: actor, subject: account.email, reason: "\(count) ended"))
        try mail.enqueue(.telling(account, .passwordChanged, snapshot, at: now), in: session)
    }
}
