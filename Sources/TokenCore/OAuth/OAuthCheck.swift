import ServiceModel

/// The checks of signed requests in the order of the contract (`integrations.md` §5), up to the signature. The nonce belongs in the
/// transaction of the caller.
struct OAuthCheck: Sendable {
    let database: any Database
    let directory: SiteDirectory
    let keyring: Keyring
    let clock: any WallClock

    /// A request with a valid signature.
    struct VerifiedRequest: Sendable {
        let consumer: Consumer
        let integration: Integration
        /// `nil` when a request token is requested.
        let token: OAuthToken?
        fileprivate let nonce: String
        fileprivate let seconds: Int64

        /// Check 9: of several requests with the same nonce and timestamp exactly one passes, on any number of nodes.
        /// - Throws: `oauth.nonce-used`.
        func useNonce(in session: any StoreSession) throws {
            guard try session.addNonce(nonce, sentAt: seconds, ofConsumer: consumer.id) else {
                throw Fault(.oauthNonceUsed, [.init(.text(String(consumer.id)))])
            }
        }
    }

    /// Checks 1 to 8.
    func verify(_ request: SignedRequest, for purpose: OAuthPurpose) async throws(Fault) -> VerifiedRequest {
        let settings = try await directory.current().settings
        let fields = try OAuthFields(request, for: purpose, acceptsSHA1: settings.oauth.acceptsHMACSHA1)
        let now = clock.now()
        let verified = try await database.reading { session in
            let consumer = try Self.consumer(fields, purpose, settings, session, at: now)
            let seconds = try fields.seconds(around: now)
            let token = try Self.token(fields, purpose, consumer, session)
            guard let integration = try session.integration(id: consumer.integrationID) else { throw Fault(.oauthConsumerUnknown) }
            return VerifiedRequest(consumer: consumer, integration: integration, token: token, nonce: fields.nonce, seconds: seconds)
        }
        try checkSignature(request, fields, verified)
        return verified
    }

    /// Check 5.
    private static func consumer(
        _ fields: OAuthFields, _ purpose: OAuthPurpose, _ settings: Settings, _ session: any StoreSession, at now: Timestamp
    ) throws -> Consumer {
        guard fields.consumerKey.utf8.count == OAuthFields.length else { throw Fault(.oauthConsumerKeyLength) }
        guard let consumer = try session.consumer(key: fields.consumerKey) else { throw Fault(.oauthConsumerUnknown) }
        if purpose != .call, let start = consumer.exchangeStartedAt, now >= start.adding(seconds: settings.oauth.exchangeSeconds) {
            throw Fault(.oauthConsumerExpired)
        }
        return consumer
    }

    /// Checks 7, 7r and 7a.
    private static func token(
        _ fields: OAuthFields, _ purpose: OAuthPurpose, _ consumer: Consumer, _ session: any StoreSession
    ) throws -> OAuthToken? {
        if purpose == .requestToken {
            guard try session.verifier(of: consumer) != nil else { throw Fault(.oauthNotVerifierToken) }
            return nil
        }
        guard let token = try session.oauthToken(digest: TokenFormat.digest(fields.token)) else { throw Fault(.oauthTokenUnknown) }
        guard purpose == .accessToken else {
            guard token.consumerID == consumer.id else { throw Fault(.oauthTokenOtherConsumer) }
            guard token.kind == .access else { throw Fault(.oauthTokenNotAccess) }
            guard token.endedAt == nil else { throw Fault(.oauthTokenRevoked) }
            return token
        }
        guard token.consumerID == consumer.id else { throw Fault(.oauthRequestTokenOtherConsumer) }
        guard token.kind != .request || token.endedAt == nil else { throw Fault(.oauthTokenUsed) }
        guard token.kind == .request else { throw Fault(.oauthNotRequestToken) }
        guard !fields.verifier.isEmpty else { throw Fault(.oauthVerifierInvalid) }
        guard fields.verifier.count == OAuthFields.length else { throw Fault(.oauthVerifierLength) }
        // The comparison of digests reveals nothing about the verifier.
        guard let pending = try session.verifier(of: consumer), pending.digest.utf8Equals(TokenFormat.digest(fields.verifier)) else {
            throw Fault(.oauthVerifierMismatch)
        }
        return token
    }

    /// Check 8, in constant time.
    private func checkSignature(_ request: SignedRequest, _ fields: OAuthFields, _ verified: VerifiedRequest) throws(Fault) {
        let consumerSecret = try keyring.open(verified.consumer.secret, for: verified.consumer.purpose)
        var tokenSecret: Secret?
        if let token = verified.token, let sealed = token.secret { tokenSecret = try keyring.open(sealed, for: token.purpose) }
        let expected = OAuthSignature.sign(request, fields.method, consumerSecret: consumerSecret, tokenSecret: tokenSecret)
        guard expected.matches(fields.signature) else { throw Fault(.oauthSignature) }
    }
}

extension StoreSession {
    /// The verifier of the consumer's pending exchange.
    func verifier(of consumer: Consumer) throws -> OAuthToken? {
        try oauthTokens(ofConsumer: consumer.id, .verifier).last
    }
}
