public import ServiceModel

/// Signed requests of integrations: who calls, and the exchange that gives them their tokens (contract: `integrations.md` §3–5).
public struct OAuthAuthority: Sendable {
    let check: OAuthCheck
    let credentials: CredentialMaker
    let uses: TokenUses

    /// The integration behind a signed call; one that is not active has no rights.
    /// - Throws: what `integrations.md` §5 has for the check that failed, `service.unavailable`.
    public func caller(signing request: SignedRequest) async throws(Fault) -> Caller {
        let passed = try await check.run(request, for: .call)
        try await check.database.writing { try passed.useNonce(in: $0) }
        if let token = passed.token { uses.note(token.accessor, after: token.lastUsedAt, at: check.clock.now()) }
        return passed.integration.caller
    }

    /// The first step of the exchange. An earlier request token of the same exchange ends.
    /// - Throws: as ``caller(signing:)``.
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
    /// - Throws: as ``caller(signing:)``.
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
            at: now, action: action, actorKind: "integration", actorID: integration.id, subject: integration.name,
            address: origin.address, requestID: origin.requestID, outcome: .success)
    }
}
