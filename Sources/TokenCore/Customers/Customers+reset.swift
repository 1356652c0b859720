public import ServiceModel

extension Customers {
    /// The templates that a client may name; both mails contain the same link.
    public static let resetTemplates = ["email_reminder", "email_reset"]

    /// Queues a request for a mail with a new reset token. Result and effort do not depend on whether the customer exists (D54):
    /// ``MailQueue`` looks the customer up after the response.
    /// - Parameter websiteID: `nil` for the current one.
    /// - Returns: `true`.
    /// - Throws: `input.template`, `reset.too-often`.
    public func requestReset(
        email: String, template: String, websiteID: Int?, _ context: CallContext
    ) async throws(Fault) -> Bool {
        guard Self.resetTemplates.contains(where: { $0.utf8Equals(template) }) else {
            throw Fault(
                .inputTemplate,
                [
                    .init("value", .text(FieldRules.cut(template))), .init("fieldName", "template"),
                    .init("template1", "email_reminder"), .init("template2", "email_reset"),
                ])
        }
        let limits = try await directory.current().settings.resetLimits
        let now = clock.now()
        let request = ResetRequest(
            email: FieldRules.cut(email, to: LoginName.longest), websiteID: websiteID ?? context.store.websiteID,
            by: context.actor)
        return try await database.writing { session in
            try session.countResetRequest(email, from: context.origin.address, limits, at: now)
            try mail.enqueue(request, at: now, in: session)
            return true
        }
    }

    /// Sets a new password with a reset token, which can be used once. The customer's tokens end, and a lock is removed.
    /// - Parameter email: must be the account's; empty finds it by the token alone.
    /// - Returns: `true`.
    /// - Throws: `input.required` `resetPasswordLinkToken`, `reset.token-mismatch`, `reset.token-expired`, the policy's messages.
    public func resetPassword(
        email: String, token: Secret, to new: Secret, _ context: CallContext
    ) async throws(Fault) -> Bool {
        guard !token.isEmpty else { throw Fault(.inputRequired, [.init("fieldName", "resetPasswordLinkToken")]) }
        let snapshot = try await directory.current()
        let digest = TokenFormat.digest(token)
        let hours = snapshot.settings.resetTokenHours
        let start = clock.now()
        let found = try await database.reading { session in
            try session.account(resettingWith: digest, email: email, hours: hours, at: start)
        }
        try snapshot.settings.passwordPolicy.check(new, email: found.email)
        let hash = try await hashingLimiter.hash(new)
        let now = clock.now()
        return try await database.writing { session in
            var account = try session.account(resettingWith: digest, email: email, hours: hours, at: now)
            account.passwordHash = hash
            account.updatedAt = now
            try session.update(account)
            try endOldPassword(of: account, snapshot, by: context.actor, at: now, in: session)
            try session.deleteThrottleEntry(.customer, key: Throttle.key(account.email))
            return true
        }
    }
}

extension StoreSession {
    /// Counts a request by the kinds that the setting names. Unknown addresses count like known ones.
    /// - Throws: `reset.too-often`; then nothing is counted.
    fileprivate func countResetRequest(_ email: String, from address: String, _ limits: ResetLimits, at now: Timestamp) throws {
        guard !limits.isOff else { return }
        for kind in limits.kinds {
            let key = kind == .address ? address : Throttle.key(email)
            // Requests with a time in the future, from a clock that was ahead, are not counted.
            let end = now.adding(seconds: Timestamp.clockSkew)
            let count = try countResetRequests(kind, key: key, since: now.adding(seconds: -3600), until: end)
            let latest = try latestResetRequest(kind, key: key, until: end)
            guard !limits.refuse(latest: latest, inLastHour: count, at: now) else { throw Fault(.resetTooOften) }
            try addResetRequest(kind, key: key, at: now)
        }
    }

    /// The customer whose token has this digest.
    fileprivate func account(resettingWith digest: String, email: String, hours: Int, at now: Timestamp) throws -> CustomerAccount {
        guard let token = try resetToken(digest: digest), let account = try customer(id: token.customerID),
            email.isEmpty || LoginName.folded(email).utf8Equals(LoginName.folded(account.email))
        else { throw Fault(.resetTokenMismatch) }
        guard now < token.issuedAt.adding(seconds: hours * 3600) else { throw Fault(.resetTokenExpired) }
        return account
    }
}
