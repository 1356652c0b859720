public import ServiceModel

/// Exchanges credentials for a token: one pipeline for both kinds of account (contract: `tokens.md` §2). ``FactorPipeline`` adds second
/// factors.
///
/// The password is verified outside any transaction. The transaction that issues the token reads the account again, so that a lock, a
/// password change or a deactivation in the meantime takes effect.
public struct SignIn: Sendable {
    let database: any Database
    let directory: SiteDirectory
    let hashingLimiter: PasswordHashingLimiter
    let addresses: AddressThrottle
    let issuer: TokenIssuer
    let policy: SecondFactorPolicy
    let clock: any WallClock

    /// Signs in with a password alone.
    /// - Returns: the token.
    /// - Throws: `auth.failed`, `auth.no-role`, `address.throttled`, `service.unavailable`; the faults of `two-factor.md` §3 when a second
    ///   factor is required.
    public func admin(username: String, password: Secret, _ context: CallContext) async throws(Fault) -> Secret {
        let verified = try await verify(SignInAttempt(kind: .admin, name: username, password: password, context: context))
        return try await complete(verified) { [policy] signIn in
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
        let verified = try await verify(SignInAttempt(kind: .customer, name: username, password: password, context: context))
        return try await complete(verified) { try $0.issueToken() }
    }

    /// An attempt with a correct password.
    struct Verified: Sendable {
        let attempt: SignInAttempt
        let settings: Settings
        let account: Account
        /// The password hashed with the current algorithm, when the stored hash is outdated.
        let upgradedHash: String?
    }

    /// The first steps: throttles, account, password, state of the account.
    func verify(_ attempt: SignInAttempt) async throws(Fault) -> Verified {
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
        let matches = try await hashingLimiter.verify(attempt.password, against: found?.passwordHash)
        guard matches, let found else {
            try await recordFailure(attempt, settings, found == nil ? "unknown name" : "wrong password", isUnknownName: found == nil)
            throw Fault(.authFailed)
        }
        guard found.isUsable(at: clock.now()) else {
            try await recordFailure(attempt, settings, "account not usable", deactivating: found)
            throw Fault(.authFailed)
        }
        // Only a correct password reaches this line, so the time for a new hash reveals nothing.
        let upgraded = hashingLimiter.hasher.isOutdated(found.passwordHash ?? "") ? try await hashingLimiter.hash(attempt.password) : nil
        return Verified(attempt: attempt, settings: settings, account: found, upgradedHash: upgraded)
    }

    /// Counts a failure and writes an audit record, in one transaction.
    /// - Throws: `address.throttled` when the address has reached its limit, even by this failure.
    private func recordFailure(
        _ attempt: SignInAttempt, _ settings: Settings, _ reason: String, isUnknownName: Bool = false, deactivating account: Account? = nil
    ) async throws(Fault) {
        try addresses.count(attempt.context.origin, settings)
        let now = clock.now()
        try await database.writing { session in
            let entry = try session.throttleEntry(attempt.throttleKind, key: attempt.throttleKey)
            guard !Throttle.isLocked(entry, at: now, settings.throttle) else { return }
            try account?.deactivateIfExpired(in: session, at: now)
            try attempt.recordFailure(after: entry, settings, reason, account?.id, isUnknownName: isUnknownName, in: session, at: now)
        }
    }
}
