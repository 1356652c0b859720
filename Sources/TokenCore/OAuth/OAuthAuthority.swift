public import ServiceModel

/// Authenticates signed requests of integrations and carries out the token exchange (contract: `integrations.md` §3–5).
public struct OAuthAuthority: Sendable {
    let check: OAuthCheck
    let credentials: CredentialGenerator
    let uses: LastUsedTracker

    /// The caller of a signed request.
    public struct SignedCall: Sendable {
        /// The integration; it has no permissions unless it is active.
        public let caller: Caller
        /// The bearer of its access token; `nil` when the integration is not active.
        public let bearer: Bearer?
    }

    /// - Throws: the fault that `integrations.md` §5 names for the failed check; `service.unavailable`.
    public func call(signing request: SignedRequest) async throws(Fault) -> SignedCall {
        let verified = try await check.verify(request, for: .call)
        try await check.database.writing { try verified.useNonce(in: $0) }
        let (token, integration) = (verified.token, verified.integration)
        if let token { uses.recordUse(token.accessor, after: token.lastUsedAt, at: check.clock.now()) }
        let bearer = integration.status == .active ? token.map { Bearer(of: integration, by: $0) } : nil
        return SignedCall(caller: integration.caller, bearer: bearer)
    }

    /// The first step of the exchange. It ends an earlier request token of the same exchange.
    /// - Throws: as ``call(signing:)``.
    public func requestToken(signing request: SignedRequest) async throws(Fault) -> IssuedOAuthToken {
        let verified = try await check.verify(request, for: .requestToken)
        let now = check.clock.now()
        let created = try credentials.token(.request, consumerID: verified.consumer.id, at: now, address: request.origin.address)
        try await check.database.writing { session in
            try verified.useNonce(in: session)
            guard try session.verifier(of: verified.consumer) != nil else { throw Fault(.oauthNotVerifierToken) }
            try session.deleteOAuthTokens(ofConsumer: verified.consumer.id, [.request])
            try session.insert(created.record)
            try session.append(verified.audit("oauth.request-token", request.origin, at: now))
        }
        return created.issued
    }

    /// The last step: ends the request token and the verifier and activates the integration.
    /// - Throws: as ``call(signing:)``.
    public func accessToken(signing request: SignedRequest) async throws(Fault) -> IssuedOAuthToken {
        let verified = try await check.verify(request, for: .accessToken)
        let now = check.clock.now()
        let created = try credentials.token(.access, consumerID: verified.consumer.id, at: now, address: request.origin.address)
        try await check.database.writing { session in
            try verified.useNonce(in: session)
            // Another request may have been faster, or the operator has ended the exchange.
            guard let requestToken = verified.token, try session.endOAuthToken(id: requestToken.id, at: now) else {
                throw Fault(.oauthTokenUsed)
            }
            guard try session.verifier(of: verified.consumer) != nil, var integration = try session.integration(id: verified.integration.id)
            else { throw Fault(.oauthVerifierMismatch) }
            try session.deleteOAuthTokens(ofConsumer: verified.consumer.id, [.verifier, .access])
            try session.insert(created.record)
            integration.status = .active
            try session.update(integration)
            try session.append(verified.audit("oauth.access-token", request.origin, at: now))
        }
        return created.issued
    }
}

extension OAuthCheck.VerifiedRequest {
    fileprivate func audit(_ action: String, _ origin: Origin, at now: Timestamp) -> AuditRecord {
        AuditRecord(
            at: now, action: action, by: AuditActor(.integration, id: integration.id, origin), subject: integration.name)
    }
}
