import ServiceModel

extension FactorPipeline {
    /// A call with a configuration token that proves nothing yet.
    func configure<Provider: SecondFactorProvider, Answer: Sendable, Result: Sendable>(
        _ provider: Provider, _ token: Secret, _ context: CallContext,
        callProvider: @escaping ProviderCall<Provider.State, Answer>, changing: @escaping Verification<Provider.State, Answer, Result>
    ) async throws(Fault) -> Result {
        try await setUp(provider, token, context, isProof: false, callProvider: callProvider) { opened, answer, session in
            try changing(&opened.factor, answer, session)
        }
    }

    /// A call with a configuration token and a proof. A refused proof counts in the throttle of the admin; the first activation ends the
    /// token, and every other one of the admin.
    /// - Parameter judging: returns whether the provider is active from now on.
    func activate<Provider: SecondFactorProvider, Answer: Sendable>(
        _ provider: Provider, _ token: Secret, _ context: CallContext,
        callProvider: @escaping ProviderCall<Provider.State, Answer>, verify: @escaping Verification<Provider.State, Answer, Bool>
    ) async throws(Fault) {
        try await setUp(provider, token, context, isProof: true, callProvider: callProvider) { opened, answer, session in
            guard try verify(&opened.factor, answer, session) else { return }
            opened.record.activatedAt = opened.factor.now
            try endTokens(of: opened.factor.admin, with: token, in: session, at: opened.factor.now)
            try session.append(activation(opened, "", context))
        }
    }

    /// What has let somebody set a factor up lets nobody set up another one: whoever finds the mail later has no use for it.
    private func endTokens(of admin: AdminAccount, with token: Secret, in session: any StoreSession, at now: Timestamp) throws {
        var admin = admin
        // The clock of the node that issued the token may be ahead of this one.
        let issued = try tokens.read(token, at: now).map { Timestamp(milliseconds: $0.issuedAt * 1000) }
        admin.setUpEndedAt = max(now, issued ?? now)
        try session.update(admin)
    }

    private func setUp<Provider: SecondFactorProvider, Answer: Sendable, Result: Sendable>(
        _ provider: Provider, _ token: Secret, _ context: CallContext, isProof: Bool, callProvider: ProviderCall<Provider.State, Answer>,
        complete: @escaping @Sendable (inout OpenedFactor<Provider.State>, Answer, any StoreSession) throws -> Result
    ) async throws(Fault) -> Result {
        let settings = try await directory.current().settings
        let start = clock.now()
        let ready = try await database.reading { session in
            try openUnproven(provider, token, isProof: isProof, settings, in: session, at: start).factor
        }
        guard let answer = try await answer(for: ready, callProvider) else { throw Fault(.tfaTokenInvalid) }
        let now = clock.now()
        let verdict = try await database.writing { session -> Swift.Result<Result, Fault> in
            let opened = try openUnproven(provider, token, isProof: isProof, settings, in: session, at: now)
            return try settle(opened, context, in: session) { try complete(&$0, answer.get(), $1) }
        }
        return try verdict.get()
    }

    /// Changes a record and saves it. A refused proof counts in the throttle of the admin and is written down.
    private func settle<State, Result>(
        _ opened: OpenedFactor<State>, _ context: CallContext, in session: any StoreSession,
        _ changing: (inout OpenedFactor<State>, any StoreSession) throws -> Result
    ) throws -> Swift.Result<Result, Fault> {
        var opened = opened
        do {
            let result = try changing(&opened, session)
            try save(opened, in: session)
            return .success(result)
        } catch let refusal as SecondFactorError {
            // What was made for this try, such as a secret, stays.
            if opened.record.revision == 0 { try save(opened, in: session) }
            let limits = opened.factor.settings.throttle
            let key = Throttle.key(opened.factor.admin.username)
            let next = Throttle.failing(try session.throttleEntry(.admin, key: key), at: opened.factor.now, limits)
            try session.setThrottleEntry(next, .admin, key: key)
            try session.append(activation(opened, refusal.fault.message.id, context))
            return .failure(refusal.fault)
        }
    }

    /// The first steps of a set-up in their order: the token is good, its admin not locked out, the provider in use and not proven yet.
    private func openUnproven<Provider: SecondFactorProvider>(
        _ provider: Provider, _ token: Secret, isProof: Bool, _ settings: Settings, in session: any StoreSession, at now: Timestamp
    ) throws -> OpenedFactor<Provider.State> {
        guard let admin = try owner(of: token, in: session, at: now) else { throw Fault(.tfaTokenInvalid) }
        if isProof {
            let entry = try session.throttleEntry(.admin, key: Throttle.key(admin.username))
            if Throttle.isLocked(entry, at: now, settings.throttle) { throw Fault(.authFailed) }
        }
        guard provider.isAllowed(settings) else { throw Fault(.tfaProviderNotAllowed) }
        let opened = try open(provider, of: admin, settings, in: session, at: now)
        guard !opened.record.isActive else { throw Fault(.tfaProviderAlreadyConfigured) }
        return opened
    }

    /// The active admin of a configuration token that is good: genuine, in time, and not ended by a reset or a deactivation.
    func owner(of token: Secret, in session: any StoreSession, at now: Timestamp) throws -> AdminAccount? {
        guard let claims = try tokens.read(token, at: now), let admin = try session.admin(id: claims.adminID), admin.isUsable(at: now),
            admin.setUpEndedAt.map({ $0.wholeSeconds < claims.issuedAt }) ?? true
        else { return nil }
        return admin
    }

    /// A call of an admin about an own factor, with a token of the own.
    func own<Provider: SecondFactorProvider, Result: Sendable>(
        _ provider: Provider, adminID: Int?, _ context: CallContext,
        changing: @escaping @Sendable (inout OpenedFactor<Provider.State>, any StoreSession) throws -> Result
    ) async throws(Fault) -> Result {
        guard let adminID else { throw .denied([.adminSelf]) }
        let settings = try await directory.current().settings
        let now = clock.now()
        let verdict = try await database.writing { session -> Swift.Result<Result, Fault> in
            guard let admin = try session.admin(id: adminID), admin.isUsable(at: now) else { throw Fault.denied([.adminSelf]) }
            return try settle(open(provider, of: admin, settings, in: session, at: now), context, in: session, changing)
        }
        return try verdict.get()
    }

    /// - Parameter reason: why it was refused; empty for a success.
    func activation<State>(_ opened: OpenedFactor<State>, _ reason: String, _ context: CallContext) -> AuditRecord {
        let admin = opened.factor.admin
        return AuditRecord(
            at: opened.factor.now, action: "factor.activate", by: AuditActor(.admin, id: admin.id, context.origin),
            subject: "\(opened.record.provider) of \(admin.username)", outcome: reason.isEmpty ? .success : .failure, reason: reason)
    }
}
