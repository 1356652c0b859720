public import ServiceModel

extension Administration {
    /// The properties of an integration, for creating or changing it.
    public struct IntegrationDraft: Sendable {
        /// `nil` keeps the value, empty text removes it.
        public var email: String?
        public var endpoint: String?
        public var identityLink: String?
        public var resources: [String]?

        public init(email: String? = nil, endpoint: String? = nil, identityLink: String? = nil, resources: [String]? = nil) {
            self.email = email
            self.endpoint = endpoint
            self.identityLink = identityLink
            self.resources = resources
        }
    }

    public func integrations() async throws(Fault) -> [Integration] {
        try await read { try $0.integrations() }
    }

    /// Creates an inactive integration with a consumer key and secret.
    public func createIntegration(_ name: String, _ draft: IntegrationDraft) async throws(Fault) -> Integration {
        guard !name.isEmpty, name.count <= LoginName.longest, LoginName.isPrintable(name) else {
            throw Fault(.integrationNameInvalid, [.init(.int(LoginName.longest))])
        }
        let maker = credentials
        let consumer = try maker.consumer(integrationID: 0)
        return try await change("integration.create", name) { session, now in
            var made = Integration(name: name, resources: [], createdAt: now)
            try draft.apply(to: &made)
            made.id = try session.insert(made)
            _ = try session.insert(Consumer(integrationID: made.id, key: consumer.key, secret: consumer.secret))
            return made
        }
    }

    /// The new rights apply from the next call on; status and credentials stay.
    public func setIntegration(_ name: String, _ draft: IntegrationDraft) async throws(Fault) -> Integration {
        try await change("integration.set", name) { session, _ in
            var integration = try session.requireIntegration(name)
            try draft.apply(to: &integration)
            try session.update(integration)
            return integration
        }
    }

    /// From now on every call of the integration is refused. An exchange in progress ends, and the next activation issues another access
    /// token.
    public func deactivateIntegration(_ name: String) async throws(Fault) {
        try await change("integration.deactivate", name) { session, _ in
            var integration = try session.requireIntegration(name)
            integration.status = .inactive
            try session.update(integration)
            if let consumer = try session.consumer(ofIntegration: integration.id) {
                try session.deleteOAuthTokens(ofConsumer: consumer.id, [.verifier, .request])
            }
        }
    }

    /// Deletes the integration with its consumer, tokens and nonces.
    public func deleteIntegration(_ name: String) async throws(Fault) {
        try await change("integration.delete", name) { session, _ in
            try session.deleteIntegration(id: session.requireIntegration(name).id)
        }
    }
}

extension Administration.IntegrationDraft {
    /// - Throws: `administration.email-invalid`, `administration.url-invalid`, `administration.resource-unknown`,
    ///   `administration.resources-missing`.
    fileprivate func apply(to integration: inout Integration) throws {
        if let email { integration.email = email.isEmpty ? nil : email }
        if let endpoint { integration.endpoint = endpoint.isEmpty ? nil : endpoint }
        if let identityLink { integration.identityLink = identityLink.isEmpty ? nil : identityLink }
        if let resources { integration.resources = resources }
        if let email = integration.email, !EmailAddress.isValid(email) {
            throw Fault(.emailInvalid, about: email)
        }
        // The message does not repeat the URL, which may contain a password.
        for (name, url) in [("endpoint", integration.endpoint), ("identity link", integration.identityLink)] {
            if let problem = url.flatMap(ApplicationURL.problem) {
                throw Fault(.applicationURLInvalid, [.init(.text(name)), .init(.text(problem))])
            }
        }
        if let unknown = resources?.first(where: { !ACL.knows($0) }) { throw Fault(.resourceUnknown, about: unknown) }
        if integration.resources.isEmpty { throw Fault(.resourcesMissing, about: "an integration") }
    }
}

extension StoreSession {
    func requireIntegration(_ name: String) throws -> Integration {
        guard let found = try integration(named: name) else {
            throw Fault(.integrationUnknown, about: name)
        }
        return found
    }

    func requireConsumer(of integration: Integration) throws -> Consumer {
        guard let found = try consumer(ofIntegration: integration.id) else {
            throw Fault(.consumerMissing, about: integration.name)
        }
        return found
    }
}
