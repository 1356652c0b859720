public import ServiceModel

/// The exchange of credentials for a token: one fixed pipeline for both kinds of account (contract: `tokens.md` §2). Second factors come
/// into it through ``FactorPipeline``.
///
/// The password is compared outside any transaction. What was found before is looked at again in the transaction that issues the
/// token, so that a lock, a password change or a deactivation that came meanwhile wins.
public struct SignIn: Sendable {
    let database: any Database
    let directory: SiteDirectory
    let gate: PasswordHashingLimiter
    let addresses: AddressThrottle
    let issuer: TokenIssuer
    let policy: SecondFactorPolicy
    let clock: any WallClock

    /// By password alone.
    /// - Returns: the token.
    /// - Throws: `auth.failed`, `auth.no-role`, `address.throttled`, `service.unavailable`; what `two-factor.md` §3 has
    ///   when a second factor is due.
    public func admin(username: String, password: Secret, _ context: CallContext) async throws(Fault) -> Secret {
        let verified = try await verify(Attempt(kind: .admin, name: username, password: password, context: context))
        return try await conclude(verified) { [policy] signIn in
            if case .admin(let admin) = signIn.account,
                let due = try policy.requirement(for: admin, verified.settings, in: signIn.session, at: signIn.now)
            {
                throw due
            }
            return try signIn.issueToken()
        }
    }

    /// - Returns: the token.
    /// - Throws: `auth.failed`, `address.throttled`, `service.unavailable`.
    public func customer(username: String, password: Secret, _ context: CallContext) async throws(Fault) -> Secret {
        let verified = try await verify(Attempt(kind: .customer, name: username, password: password, context: context))
        return try await conclude(verified) { try $0.issueToken() }
    }

    /// An attempt whose password is right, so far.
    struct Verified: Sendable {
        let attempt: Attempt
        let settings: Settings
        let account: Account
        /// The password in the present form, when it was stored in an older one.
        let upgradedHash: String?
    }

    /// The first steps: throttles, account, password, account usable.
    func verify(_ attempt: Attempt) async throws(Fault) -> Verified {
        let settings = try await directory.current().settings
        try addresses.check(attempt.context.origin, settings)
        let start = clock.now()
        let (isLocked, found) = try await database.reading { session -> (Bool, Account?) in
            let entry = try session.throttleEntry(attempt.throttleKind, key: attempt.throttleKey)
            if Throttle.isLocked(entry, at: start, settings.throttle) { return (true, nil) }
            return (false, try attempt.account(in: session, settings))
        }
        guard !isLocked else {
            try addresses.count(attempt.context.origin, settings)
            throw Fault(.authFailed)
        }
        let matches = try await gate.verify(attempt.password, against: found?.passwordHash)
        guard matches, let found else {
            try await refuse(attempt, settings, found == nil ? "unknown name" : "wrong password", isOfNobody: found == nil)
            throw Fault(.authFailed)
        }
        guard found.isUsable(at: clock.now()) else {
            try await refuse(attempt, settings, "account not usable", retiring: found)
            throw Fault(.authFailed)
        }
        // Only a right password reaches this line, so rewriting an older hash tells nothing.
        let upgraded = gate.hasher.isOutdated(found.passwordHash ?? "") ? try await gate.hash(attempt.password) : nil
        return Verified(attempt: attempt, settings: settings, account: found, upgradedHash: upgraded)
    }

    /// Counts a refusal and writes it down, in one transaction.
    /// - Throws: `address.throttled`, also for a refusal that the limit of the address came before.
    private func refuse(
        _ attempt: Attempt, _ settings: Settings, _ reason: String, isOfNobody: Bool = false, retiring account: Account? = nil
    ) async throws(Fault) {
        try addresses.count(attempt.context.origin, settings)
        let now = clock.now()
        try await database.writing { session in
            let entry = try session.throttleEntry(attempt.throttleKind, key: attempt.throttleKey)
            guard !Throttle.isLocked(entry, at: now, settings.throttle) else { return }
            try account?.retireIfExpired(in: session, at: now)
            try attempt.countRefusal(after: entry, settings, reason, account?.id, isOfNobody: isOfNobody, in: session, at: now)
        }
    }
}
