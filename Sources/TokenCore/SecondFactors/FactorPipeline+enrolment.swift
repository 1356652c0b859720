import ServiceModel

/// Calls with a configuration token (contract: `two-factor.md` §6), and those of admins about their own factors (§12).
extension FactorPipeline {
    /// A step before the proof.
    func configure<Provider: SecondFactorProvider, Response: Sendable, Result: Sendable>(
        _ provider: Provider, _ token: Secret, _ context: CallContext,
        callProvider: @escaping ProviderCall<Provider.State, Response>, update: @escaping Verification<Provider.State, Response, Result>
    ) async throws(Fault) -> Result {
        try await enrol(provider, token, context, isProof: false, callProvider: callProvider) { opened, response, session in
            try update(&opened.factor, response, session)
        }
    }

    /// The proof. A wrong one counts in the throttle of the admin. A right one activates the provider and ends every configuration token
    /// of the admin.
    /// - Parameter verify: returns whether the provider is active from now on.
    func activate<Provider: SecondFactorProvider, Response: Sendable>(
        _ provider: Provider, _ token: Secret, _ context: CallContext,
        callProvider: @escaping ProviderCall<Provider.State, Response>, verify: @escaping Verification<Provider.State, Response, Bool>
    ) async throws(Fault) {
        try await enrol(provider, token, context, isProof: true, callProvider: callProvider) { opened, response, session in
            guard try verify(&opened.factor, response, session) else { return }
            opened.record.activatedAt = opened.factor.now
            try endTokens(of: opened.factor.admin, with: token, in: session, at: opened.factor.now)
            try session.append(activation(opened, "", context))
        }
    }

    /// A mailed token serves one activation, so that a mail that is found later cannot add a factor.
    private func endTokens(of admin: AdminAccount, with token: Secret, in session: any StoreSession, at now: Timestamp) throws {
        var admin = admin
        // The clock of the node that issued the token may be ahead of this one.
        let issued = try tokens.read(token, at: now).map { Timestamp(milliseconds: $0.issuedAt * 1000) }
        admin.setUpEndedAt = max(now, issued ?? now)
        try session.update(admin)
    }

    private func enrol<Provider: SecondFactorProvider, Response: Sendable, Result: Sendable>(
        _ provider: Provider, _ token: Secret, _ context: CallContext, isProof: Bool,
        callProvider: ProviderCall<Provider.State, Response>,
        complete: @escaping @Sendable (inout OpenedFactor<Provider.State>, Response, any StoreSession) throws -> Result
    ) async throws(Fault) -> Result {
        let settings = try await directory.current().settings
        let start = clock.now()
        let ready = try await database.reading { session in
            try openInactive(provider, token, isProof: isProof, settings, in: session, at: start).factor
        }
        guard let response = try await response(for: ready, callProvider) else { throw Fault(.tfaTokenInvalid) }
        let now = clock.now()
        let outcome = try await database.writing { session -> Swift.Result<Result, Fault> in
            let opened = try openInactive(provider, token, isProof: isProof, settings, in: session, at: now)
            return try change(opened, context, in: session) { try complete(&$0, response.get(), $1) }
        }
        return try outcome.get()
    }

    /// Changes a factor and saves it. A wrong proof counts in the throttle of the admin and is audited.
    private func change<State, Result>(
        _ opened: OpenedFactor<State>, _ context: CallContext, in session: any StoreSession,
        _ update: (inout OpenedFactor<State>, any StoreSession) throws -> Result
    ) throws -> Swift.Result<Result, Fault> {
        var opened = opened
        do {
            let result = try update(&opened, session)
            try save(opened, in: session)
            return .success(result)
        } catch let error as SecondFactorError {
            // A new record is saved all the same: the admin's application may already have its secret.
            if opened.record.revision == 0 { try save(opened, in: session) }
            let limits = opened.factor.settings.throttle
            let key = Throttle.key(opened.factor.admin.username)
            let next = Throttle.afterFailure(try session.throttleEntry(.admin, key: key), at: opened.factor.now, limits)
            try session.setThrottleEntry(next, .admin, key: key)
            try session.append(activation(opened, error.fault.message.id, context))
            return .failure(error.fault)
        }
    }

    /// The first checks, in this order: the token is valid, its admin is not locked out, the provider is allowed and not active yet.
    private func openInactive<Provider: SecondFactorProvider>(
        _ provider: Provider, _ token: Secret, isProof: Bool, _ settings: Settings, in session: any StoreSession, at now: Timestamp
    ) throws -> OpenedFactor<Provider.State> {
        guard let admin = try owner(of: token, in: session, at: now) else { throw Fault(.tfaTokenInvalid) }
        if isProof {
            let entry = try session.throttleEntry(.admin, key: Throttle.key(admin.username))
            if Throttle.isLocked(entry, at: now, settings.throttle) { throw Fault(.authFailed) }
        }
        guard allows(provider, settings) else { throw Fault(.tfaProviderNotAllowed) }
        let opened = try open(provider, of: admin, settings, in: session, at: now)
        guard !opened.record.isActive else { throw Fault(.tfaProviderAlreadyConfigured) }
        return opened
    }

    /// The active admin of a valid configuration token: authentic, not expired, and not ended by an activation, a reset or a deactivation.
    func owner(of token: Secret, in session: any StoreSession, at now: Timestamp) throws -> AdminAccount? {
        guard let claims = try tokens.read(token, at: now), let admin = try session.admin(id: claims.adminID), admin.isUsable(at: now),
            admin.setUpEndedAt.map({ $0.wholeSeconds < claims.issuedAt }) ?? true
        else { return nil }
        return admin
    }

    /// A call of an admin, authenticated by an access token, about a factor of that admin.
    func own<Provider: SecondFactorProvider, Result: Sendable>(
        _ provider: Provider, adminID: Int?, _ context: CallContext,
        update: @escaping @Sendable (inout OpenedFactor<Provider.State>, any StoreSession) throws -> Result
    ) async throws(Fault) -> Result {
        guard let adminID else { throw .denied([.adminSelf]) }
        let settings = try await directory.current().settings
        let now = clock.now()
        let outcome = try await database.writing { session -> Swift.Result<Result, Fault> in
            guard let admin = try session.admin(id: adminID), admin.isUsable(at: now) else { throw Fault.denied([.adminSelf]) }
            return try change(open(provider, of: admin, settings, in: session, at: now), context, in: session, update)
        }
        return try outcome.get()
    }

    /// - Parameter reason: why the proof was refused; empty for a success.
    func activation<State>(_ opened: OpenedFactor<State>, _ reason: String, _ context: CallContext) -> AuditRecord {
        let admin = opened.factor.admin
        return AuditRecord(
            at: opened.factor.now, action: "factor.activate", by: AuditActor(.admin, id: admin.id, context.origin),
            subject: "\(opened.record.provider) of \(admin.username)", outcome: reason.isEmpty ? .success : .failure, reason: reason)
    }
}
