import ServiceModel

extension SignIn {
    /// A sign-in whose throttle, account and role were checked again inside the transaction that completes it.
    struct VerifiedSignIn {
        let verified: Verified
        /// As read in this transaction.
        let account: Account
        let session: any StoreSession
        let now: Timestamp
        fileprivate let issuer: TokenIssuer

        /// The last step: writes the token, the throttle entry and the audit record together, and replaces an outdated hash.
        /// - Parameter note: for the audit trail.
        func issueToken(_ note: String = "") throws -> Secret {
            let attempt = verified.attempt
            let issued = issuer.issue(
                attempt.kind, ownerID: account.id, lifetime: verified.settings.lifetime(attempt.kind), at: now,
                address: attempt.context.origin.address)
            try session.deleteThrottleEntry(attempt.throttleKind, key: attempt.throttleKey)
            if let hash = verified.upgradedHash { try account.storeHash(hash, in: session) }
            try session.insert(issued.record)
            let reason = "token \(issued.record.accessor)" + (note.isEmpty ? "" : " " + note)
            try session.append(attempt.audit(.success, reason, account.id, at: now))
            return issued.token
        }
    }

    /// The last steps, in one transaction. A ``SecondFactorError`` of the body counts in the throttle, a ``Fault`` does not; both are written
    /// down, and what the body wrote before stays. A refusal also counts for the address, and a limit that was reached there
    /// meanwhile wins.
    func complete<Outcome: Sendable>(
        _ verified: Verified, _ body: @escaping @Sendable (VerifiedSignIn) throws -> Outcome
    ) async throws(Fault) -> Outcome {
        let now = clock.now()
        let attempt = verified.attempt
        let settings = verified.settings
        try addresses.check(attempt.context.origin, settings)
        let (verdict, isCounted) = try await database.writing { session -> (Result<Outcome, Fault>, Bool) in
            let entry = try session.throttleEntry(attempt.throttleKind, key: attempt.throttleKey)
            let present = try attempt.account(in: session, settings)
            guard !Throttle.isLocked(entry, at: now, settings.throttle), let present, present.isSame(as: verified.account, at: now) else {
                return (.failure(Fault(.authFailed)), true)
            }
            guard present.hasRole else {
                try session.append(attempt.audit(.failure, "no role", present.id, at: now))
                return (.failure(Fault(.authNoRole)), false)
            }
            do {
                let signIn = VerifiedSignIn(verified: verified, account: present, session: session, now: now, issuer: issuer)
                return (.success(try body(signIn)), false)
            } catch let error as SecondFactorError {
                try attempt.recordFailure(after: entry, settings, error.fault.message.id, present.id, in: session, at: now)
                return (.failure(error.fault), true)
            } catch let fault as Fault where fault.kind != .internal && fault.kind != .unavailable {
                try session.append(attempt.audit(.failure, fault.message.id, present.id, at: now))
                return (.failure(fault), false)
            }
        }
        if isCounted { try addresses.count(attempt.context.origin, settings) }
        return try verdict.get()
    }
}

extension SignInAttempt {
    /// Counts a failure in the throttle and writes an audit record.
    func recordFailure(
        after entry: ThrottleEntry?, _ settings: Settings, _ reason: String, _ actorID: Int?, isUnknownName: Bool = false,
        in session: any StoreSession, at now: Timestamp
    ) throws {
        let next = Throttle.afterFailure(entry, at: now, settings.throttle)
        try session.setThrottleEntry(next, throttleKind, key: throttleKey)
        let locks = next.failures >= settings.throttle.maximumFailures
        try session.append(audit(.failure, locks ? "\(reason); locked" : reason, actorID, isUnknownName: isUnknownName, at: now))
    }
}
