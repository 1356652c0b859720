public import ServiceModel

/// Signed requests of integrations: who calls, and the exchange that gives them their tokens (contract: `integrations.md` §3–5).
public struct OAuthAuthority: Sendable {
    let check: OAuthCheck
    let credentials: CredentialGenerator
    let uses: LastUsedTracker

    /// Who has signed a call.
    public struct SignedCall: Sendable {
        /// The integration; one that is not active has no rights.
        public let caller: Caller
        /// What is known of its access token; `nil` when the integration is not active.
        public let bearer: Bearer?
    }

    /// - Throws: what `integrations.md` §5 has for the check that failed, `service.unavailable`.
    public func call(signing request: SignedRequest) async throws(Fault) -> SignedCall {
        let passed = try await check.run(request, for: .call)
        try await check.database.writing { try passed.useNonce(in: $0) }
        let (token, integration) = (passed.token, passed.integration)
        if let token { uses.note(token.accessor, after: token.lastUsedAt, at: check.clock.now()) }
        let bearer = integration.status == .active ? token.map { Bearer(of: integration, by: $0) } : nil
        return SignedCall(caller: integration.caller, bearer: bearer)
    }

    /// The first step of the exchange. An earlier request token of the same exchange ends.
    /// - Throws: as ``call(signing:)``.
    public func requestToken(signing request: SignedRequest) async throws(Fault) -> IssuedOAuthToken {
        let passed = try await check.run(request, for: .requestToken)
        let now = check.clock.now()
        let made = try credentials.token(.request, consumerID: passed.consumer.id, at: now, address: request.origin.address)
        try await check.database.writing { session in
            try passed.useNonce(in: session)
            guard try session.verifier(of: passed.consumer) != nil else { throw Fault(.oauthNotVerifierToken) }
            try session.deleteOAuthTokens(ofConsumer: passed.consumer.id, [.request])
            try session.insert(made.record)
            try session.append(passed.audit("oauth.request-token", request.origin, at: now))
        }
        return made.issued
    }

    /// The last step: the request token and the verifier are used up, the integration is active.
    /// - Throws: as ``call(signing:)``.
    public func accessToken(signing request: SignedRequest) async throws(Fault) -> IssuedOAuthToken {
        let passed = try await check.run(request, for: .accessToken)
        let now = check.clock.now()
        let made = try credentials.token(.access, consumerID: passed.consumer.id, at: now, address: request.origin.address)
        try await check.database.writing { session in
            try passed.useNonce(in: session)
            // Somebody may have been faster, or the operator has ended the exchange.
            guard let requestToken = passed.token, try session.endOAuthToken(id: requestToken.id, at: now) else {
                throw Fault(.oauthTokenUsed)
            }
            guard try session.verifier(of: passed.consumer) != nil, var integration = try session.integration(id: passed.integration.id)
            else { throw Fault(.oauthVerifierMismatch) }
            try session.deleteOAuthTokens(ofConsumer: passed.consumer.id, [.verifier, .access])
            try session.insert(made.record)
            integration.status = .active
            try session.update(integration)
            try session.append(passed.audit("oauth.access-token", request.origin, at: now))
        }
        return made.issued
    }
}

extension OAuthCheck.Passed {
    fileprivate func audit(_ action: String, _ origin: Origin, at now: Timestamp) -> AuditRecord {
        AuditRecord(
            at: now, action: action, by: AuditActor(.integration, id: integration.id, origin), subject: integration.name)
    }
}
