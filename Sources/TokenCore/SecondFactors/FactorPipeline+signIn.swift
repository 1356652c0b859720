public import ServiceModel

extension FactorPipeline {
    /// Asks somebody outside, with the password known to be right; throws ``SecondFactorError`` for a proof that is wrong and ``Fault`` for
    /// anything else.
    typealias ProviderCall<State: Sendable, Answer: Sendable> = @Sendable (Factor<State>) async throws -> Answer

    /// Judges inside the transaction that decides, against what is true there, and changes the state; throws as ``Asking`` does.
    typealias Verification<State: Sendable, Answer: Sendable, Result> =
        @Sendable (
            inout Factor<State>, Answer, any StoreSession
        ) throws -> Result

    /// For proofs that need nobody outside.
    static func nobody<State: Sendable>(_ factor: Factor<State>) async throws {}

    /// A token for password and factor.
    func signIn<Provider: SecondFactorProvider, Answer: Sendable>(
        _ provider: Provider, _ credentials: AdminCredentials, _ context: CallContext,
        callProvider: @escaping ProviderCall<Provider.State, Answer>, verify: @escaping Verification<Provider.State, Answer, Void>
    ) async throws(Fault) -> Secret {
        try await run(provider, credentials, context, callProvider: callProvider) { opened, answer, standing in
            try verify(&opened.factor, answer, standing.session)
            try save(opened, in: standing.session)
            return try standing.issueToken("by \(Provider.about.code)")
        }
    }

    /// The same where nobody outside is asked.
    func signIn<Provider: SecondFactorProvider>(
        _ provider: Provider, _ credentials: AdminCredentials, _ context: CallContext,
        verify: @escaping @Sendable (inout Factor<Provider.State>, any StoreSession) throws -> Void
    ) async throws(Fault) -> Secret {
        try await signIn(provider, credentials, context, callProvider: FactorPipeline.nobody) { factor, _, session in
            try verify(&factor, session)
        }
    }

    /// What stands before a proof, such as a challenge: the same order, but no token, and the throttle's counter stays.
    func prepare<Provider: SecondFactorProvider, Answer: Sendable, Result: Sendable>(
        _ provider: Provider, _ credentials: AdminCredentials, _ context: CallContext,
        callProvider: @escaping ProviderCall<Provider.State, Answer>, changing: @escaping Verification<Provider.State, Answer, Result>
    ) async throws(Fault) -> Result {
        try await run(provider, credentials, context, callProvider: callProvider) { opened, answer, standing in
            let result = try changing(&opened.factor, answer, standing.session)
            try save(opened, in: standing.session)
            return result
        }
    }

    private func run<Provider: SecondFactorProvider, Answer: Sendable, Result: Sendable>(
        _ provider: Provider, _ credentials: AdminCredentials, _ context: CallContext, callProvider: ProviderCall<Provider.State, Answer>,
        complete: @escaping @Sendable (inout OpenedFactor<Provider.State>, Answer, SignIn.Standing) throws -> Result
    ) async throws(Fault) -> Result {
        let attempt = Attempt(kind: .admin, name: credentials.username, password: credentials.password, context: context)
        let verified = try await signIn.verify(attempt)
        let now = clock.now()
        // Nobody outside is asked for an admin who could not use the answer; why not is told in the transaction that decides.
        let ready = try await database.reading { session -> Factor<Provider.State>? in
            guard case .admin(let admin) = verified.account, admin.roleID != nil, provider.isAllowed(verified.settings) else { return nil }
            let opened = try open(provider, of: admin, verified.settings, in: session, at: now)
            return opened.record.isActive ? opened.factor : nil
        }
        let answer = try await answer(for: ready, callProvider)
        return try await signIn.conclude(verified) { standing in
            guard case .admin(let admin) = standing.account else { throw Fault(.authFailed) }
            var opened = try openActive(provider, of: admin, verified.settings, in: standing.session, at: standing.now)
            guard let answer else { throw Fault(.authFailed) }
            return try complete(&opened, answer.get(), standing)
        }
    }

    /// What somebody outside says of a factor; `nil` when nobody was asked.
    func answer<State: Sendable, Answer: Sendable>(
        for factor: Factor<State>?, _ callProvider: ProviderCall<State, Answer>
    ) async throws(Fault) -> Swift.Result<Answer, SecondFactorError>? {
        guard let factor else { return nil }
        do {
            return .success(try await callProvider(factor))
        } catch let refusal as SecondFactorError {
            return .failure(refusal)
        } catch let fault as Fault {
            throw fault
        } catch {
            throw Fault(.internal, cause: "\(error)")
        }
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
