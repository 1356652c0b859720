public import ServiceModel

extension Administration {
    /// The result of an activation.
    public enum Activation: Sendable {
        /// The integration is active; the credentials are shown only once.
        case complete(IntegrationCredentials)
        /// The endpoint has accepted the verifier; the application has to request its tokens.
        /// - Parameter identityLink: the page to open in a browser meanwhile.
        case underWay(identityLink: String?)
    }

    /// Activates an integration: immediately without an endpoint, otherwise by the exchange that starts here.
    /// - Parameter baseURL: the public base URL without a trailing slash.
    public func activateIntegration(_ name: String, baseURL: String) async throws(Fault) -> Activation {
        try await activate(name, baseURL, again: false)
    }

    /// Ends the access token and activates again; until an exchange ends, the integration has no access.
    /// - Parameter baseURL: the public base URL without a trailing slash.
    public func reauthorizeIntegration(_ name: String, baseURL: String) async throws(Fault) -> Activation {
        try await activate(name, baseURL, again: true)
    }

    private func activate(_ name: String, _ baseURL: String, again: Bool) async throws(Fault) -> Activation {
        let consumer = try await read { try $0.requireConsumer(of: $0.requireIntegration(name)) }
        // Opened before anything changes: without its key the consumer secret could not be shown.
        let secret = try credentials.keyring.open(consumer.secret, for: consumer.purpose)
        let now = clock.now()
        let access = try credentials.token(.access, consumerID: consumer.id, at: now, address: actor.origin.address)
        let verifier = credentials.verifier(consumerID: consumer.id, at: now, address: actor.origin.address)
        let integration = try await change(again ? "integration.reauthorize" : "integration.activate", name) { session, now in
            var integration = try session.requireIntegration(name)
            if !again, integration.status == .active {
                throw Fault(.integrationActive, about: name)
            }
            try session.deleteOAuthTokens(ofConsumer: consumer.id, [.verifier, .request])
            if integration.endpoint == nil {
                try session.deleteOAuthTokens(ofConsumer: consumer.id, [.access])
                try session.insert(access.record)
                integration.status = .active
            } else {
                if again {
                    try session.deleteOAuthTokens(ofConsumer: consumer.id, [.access])
                    integration.status = .waiting
                }
                try session.insert(verifier.record)
                try session.setExchange(startedAt: now, ofConsumer: consumer.id)
            }
            try session.update(integration)
            return integration
        }
        guard let endpoint = integration.endpoint else {
            return .complete(
                IntegrationCredentials(
                    consumerKey: consumer.key, consumerSecret: secret, accessToken: access.issued.token,
                    accessTokenSecret: access.issued.secret))
        }
        let start = ExchangeStart(
            consumerKey: consumer.key, consumerSecret: secret, storeBaseURL: baseURL + "/", verifier: verifier.verifier)
        try await begin(start, integration, endpoint, verifier.record)
        return .underWay(identityLink: integration.identityLink.map { Self.link($0, consumer.key, baseURL) })
    }

    /// Posts to the endpoint; when that fails, the verifier is deleted.
    private func begin(_ start: ExchangeStart, _ integration: Integration, _ url: String, _ verifier: OAuthToken) async throws(Fault) {
        let seconds = try await directory.current().settings.oauth.endpointTimeout
        do {
            try await endpoint.post(start, to: url, timeout: .seconds(seconds))
        } catch {
            try await change("integration.exchange-failed", integration.name) { session, _ in
                try session.deleteOAuthToken(digest: verifier.digest)
            }
            throw Fault(.exchangeFailed, [.init(.text(url)), .init(.text("\(error)"))])
        }
    }

    /// The identity link with the consumer key and the page to return to.
    private static func link(_ identityLink: String, _ consumerKey: String, _ baseURL: String) -> String {
        identityLink + (identityLink.contains("?") ? "&" : "?") + "oauth_consumer_key=\(consumerKey)"
            + "&success_call_back=\(PercentEncoding.encode(baseURL + "/docs"))"
    }
}
