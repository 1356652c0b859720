public import ServiceModel

extension Customers {
    /// Changes a customer's password, given the current one; all tokens end, including the presented one.
    ///
    /// A wrong current password counts as a refused sign-in of that customer, in the same throttle entry. The password is compared outside
    /// of any transaction, so the transaction that changes it checks the account again.
    /// - Returns: `true`.
    /// - Throws: `password.mismatch`, also while the customer is locked; the policy's messages.
    public func changePassword(
        of id: Int, from current: Secret, to new: Secret, _ context: CallContext
    ) async throws(Fault) -> Bool {
        let snapshot = try await directory.current()
        let limits = snapshot.settings.throttle
        let start = clock.now()
        let found = try await database.reading { session in
            guard let account = try session.account(id: id), !(try session.isLocked(account, at: start, limits)) else {
                throw Fault(.passwordMismatch)
            }
            return account
        }
        guard try await hashingLimiter.verify(current, against: found.passwordHash) else {
            try await refuse(found, limits, context)
            throw Fault(.passwordMismatch)
        }
        try snapshot.settings.passwordPolicy.check(new, email: found.email)
        let hash = try await hashingLimiter.hash(new)
        let now = clock.now()
        return try await database.writing { session in
            guard var account = try session.account(id: id), account.passwordHash == found.passwordHash,
                !(try session.isLocked(account, at: now, limits))
            else { throw Fault(.passwordMismatch) }
            account.passwordHash = hash
            account.updatedAt = now
            try session.update(account)
            try endOldPassword(of: account, snapshot, by: context.actor, at: now, in: session)
            return true
        }
    }

    /// Counts a wrong password and writes its audit record, in one transaction.
    private func refuse(_ account: CustomerAccount, _ limits: ThrottleLimits, _ context: CallContext) async throws(Fault) {
        let now = clock.now()
        let key = Throttle.key(account.email)
        try await database.writing { session in
            let entry = try session.throttleEntry(.customer, key: key)
            guard !Throttle.isLocked(entry, at: now, limits) else { return }
            let next = Throttle.afterFailure(entry, at: now, limits)
            try session.setThrottleEntry(next, .customer, key: key)
            let reason = next.failures >= limits.maximumFailures ? "wrong password; locked" : "wrong password"
            try session.append(
                AuditRecord(
                    at: now, action: "customer.password", by: context.actor, subject: account.email, outcome: .failure, reason: reason))
        }
    }
}

extension StoreSession {
    fileprivate func isLocked(_ account: CustomerAccount, at now: Timestamp, _ limits: ThrottleLimits) throws -> Bool {
        Throttle.isLocked(try throttleEntry(.customer, key: Throttle.key(account.email)), at: now, limits)
    }
}
