public import ServiceModel

/// Calls with credentials (contract: `two-factor.md` §5).
extension FactorPipeline {
    /// Exchanges password and factor for an access token.
    func signIn<Provider: SecondFactorProvider, Response: Sendable>(
        _ provider: Provider, _ credentials: AdminCredentials, _ context: CallContext,
        callProvider: @escaping ProviderCall<Provider.State, Response>, verify: @escaping Verification<Provider.State, Response, Void>
    ) async throws(Fault) -> Secret {
        try await run(provider, credentials, context, callProvider: callProvider) { opened, response, signIn in
            try verify(&opened.factor, response, signIn.session)
            try save(opened, in: signIn.session)
            return try signIn.issueToken("by \(Provider.descriptor.code)")
        }
    }

    /// The same for a provider without a service behind it.
    func signIn<Provider: SecondFactorProvider>(
        _ provider: Provider, _ credentials: AdminCredentials, _ context: CallContext,
        verify: @escaping @Sendable (inout Factor<Provider.State>, any StoreSession) throws -> Void
    ) async throws(Fault) -> Secret {
        try await signIn(provider, credentials, context, callProvider: FactorPipeline.none) { factor, _, session in
            try verify(&factor, session)
        }
    }

    /// A step before the proof, such as making a challenge: the same order of checks, but it issues no token and does not clear the
    /// throttle's counter.
    func prepare<Provider: SecondFactorProvider, Response: Sendable, Result: Sendable>(
        _ provider: Provider, _ credentials: AdminCredentials, _ context: CallContext,
        callProvider: @escaping ProviderCall<Provider.State, Response>, update: @escaping Verification<Provider.State, Response, Result>
    ) async throws(Fault) -> Result {
        try await run(provider, credentials, context, callProvider: callProvider) { opened, response, signIn in
            let result = try update(&opened.factor, response, signIn.session)
            try save(opened, in: signIn.session)
            return result
        }
    }

    private func run<Provider: SecondFactorProvider, Response: Sendable, Result: Sendable>(
        _ provider: Provider, _ credentials: AdminCredentials, _ context: CallContext,
        callProvider: ProviderCall<Provider.State, Response>,
        complete: @escaping @Sendable (inout OpenedFactor<Provider.State>, Response, SignIn.VerifiedSignIn) throws -> Result
    ) async throws(Fault) -> Result {
        let attempt = SignInAttempt(kind: .admin, name: credentials.username, password: credentials.password, context: context)
        let verified = try await signIn.verify(attempt)
        let now = clock.now()
        // The service is not called for an admin who could not use its response; the transaction that decides finds out why not.
        let ready = try await database.reading { session -> Factor<Provider.State>? in
            guard case .admin(let admin) = verified.account, admin.roleID != nil, allows(provider, verified.settings) else { return nil }
            let opened = try open(provider, of: admin, verified.settings, in: session, at: now)
            return opened.record.isActive ? opened.factor : nil
        }
        let response = try await response(for: ready, callProvider)
        return try await signIn.complete(verified) { signIn in
            guard case .admin(let admin) = signIn.account else { throw Fault(.authFailed) }
            var opened = try openActive(provider, of: admin, verified.settings, in: signIn.session, at: signIn.now)
            guard let response else { throw Fault(.authFailed) }
            return try complete(&opened, response.get(), signIn)
        }
    }

    /// Steps 3 and 4: the provider is allowed, and the admin has activated it.
    private func openActive<Provider: SecondFactorProvider>(
        _ provider: Provider, of admin: AdminAccount, _ settings: Settings, in session: any StoreSession, at now: Timestamp
    ) throws -> OpenedFactor<Provider.State> {
        guard allows(provider, settings) else { throw Fault(.tfaProviderNotAllowed) }
        let opened = try open(provider, of: admin, settings, in: session, at: now)
        guard opened.record.isActive else { throw Fault(.tfaProviderNotConfigured) }
        return opened
    }
}

/// What an admin signs in with before the second factor.
public struct AdminCredentials: Sendable {
    public let username: String
    public let password: Secret

    public init(username: String, password: Secret) {
        self.username = username
        self.password = password
    }
}
