public import ServiceModel

/// The exchange of credentials for a token: one fixed pipeline for both kinds of account (contract: `tokens.md` §2).
///
/// The password is compared outside any transaction. What was found before is looked at again in the transaction that issues the
/// token, so that a lock, a password change or a deactivation that came meanwhile wins.
public struct SignIn: Sendable {
    let database: any Database
    let directory: Directory
    let gate: HashGate
    let issuer: TokenIssuer
    let clock: any WallClock

    /// - Returns: the token.
    /// - Throws: `auth.failed`, `auth.no-role`, `service.unavailable`.
    public func admin(username: String, password: Secret, _ context: CallContext) async throws(Fault) -> Secret {
        try await run(Attempt(kind: .admin, name: username, password: password, context: context))
    }

    /// - Returns: the token.
    /// - Throws: `auth.failed`, `service.unavailable`.
    public func customer(username: String, password: Secret, _ context: CallContext) async throws(Fault) -> Secret {
        try await run(Attempt(kind: .customer, name: username, password: password, context: context))
    }

    private func run(_ attempt: Attempt) async throws(Fault) -> Secret {
        let settings = try await directory.current().settings
        let start = clock.now()
        let found = try await database.reading { session in
            let entry = try session.throttleEntry(attempt.kind, key: attempt.throttleKey)
            if Throttle.isLocked(entry, at: start, settings.throttle) { throw Fault(.authFailed) }
            return try attempt.account(in: session, settings)
        }
        let matches = try await gate.verify(attempt.password, against: found?.passwordHash)
        guard matches, let found else {
            try await refuse(attempt, settings, found == nil ? "unknown name" : "wrong password")
            throw Fault(.authFailed)
        }
        guard found.isUsable(at: clock.now()) else {
            try await refuse(attempt, settings, "account not usable", retiring: found)
            throw Fault(.authFailed)
        }
        // Only a right password reaches this line, so rewriting an older hash tells nothing.
        let upgraded = gate.hasher.isOutdated(found.passwordHash ?? "") ? try await gate.hash(attempt.password) : nil
        let verdict = try await conclude(attempt, settings, found, upgraded)
        return try verdict.get()
    }

    /// Counts a refusal and writes it down, in one transaction.
    private func refuse(_ attempt: Attempt, _ settings: Settings, _ reason: String, retiring account: Account? = nil) async throws(Fault) {
        let now = clock.now()
        try await database.writing { session in
            let entry = try session.throttleEntry(attempt.kind, key: attempt.throttleKey)
            guard !Throttle.isLocked(entry, at: now, settings.throttle) else { return }
            let next = Throttle.failing(entry, at: now, settings.throttle)
            try session.setThrottleEntry(next, attempt.kind, key: attempt.throttleKey)
            try account?.retireIfExpired(in: session, at: now)
            let locks = next.failures >= settings.throttle.maximumFailures
            try session.append(attempt.audit(.failure, locks ? "\(reason); locked" : reason, account?.id, at: now))
        }
    }

    /// The last steps, in one transaction: role, second look, token, throttle entry, audit.
    private func conclude(
        _ attempt: Attempt, _ settings: Settings, _ found: Account, _ upgraded: String?
    ) async throws(Fault) -> Result<Secret, Fault> {
        let now = clock.now()
        let lifetime = settings.lifetime(attempt.kind)
        let issued = issuer.issue(
            attempt.kind, ownerID: found.id, lifetime: lifetime, at: now, address: attempt.context.origin.address)
        return try await database.writing { session in
            let entry = try session.throttleEntry(attempt.kind, key: attempt.throttleKey)
            let present = try attempt.account(in: session, settings)
            guard !Throttle.isLocked(entry, at: now, settings.throttle), let present, present.isSame(as: found, at: now) else {
                return .failure(Fault(.authFailed))
            }
            guard present.hasRole else {
                try session.append(attempt.audit(.failure, "no role", found.id, at: now))
                return .failure(Fault(.authNoRole))
            }
            try session.deleteThrottleEntry(attempt.kind, key: attempt.throttleKey)
            if let upgraded { try present.storeHash(upgraded, in: session) }
            try session.insert(issued.record)
            try session.append(attempt.audit(.success, "token \(issued.record.accessor)", found.id, at: now))
            return .success(issued.token)
        }
    }
}
