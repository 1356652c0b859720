import ServiceModel

extension TokenVerifier {
    /// The active integration whose access token this is, while such tokens are taken as bearer tokens (D63).
    /// - Parameter digest: of the token.
    func integration(_ digest: String) async throws(Fault) -> CachedBearer? {
        guard try await directory.current().settings.oauth.acceptsIntegrationsAsBearer else { return nil }
        return try await database.reading { session in
            guard let token = try session.oauthToken(digest: digest), token.kind == .access, token.endedAt == nil,
                let owner = try session.integration(ofConsumer: token.consumerID), owner.status == .active
            else { return nil }
            return CachedBearer(bearer: Bearer(of: owner, by: token), accountEnds: nil, lastUse: token.lastUsedAt)
        }
    }
}

extension Bearer {
    /// - Parameter token: an access token, which never expires.
    init(of integration: Integration, by token: OAuthToken) {
        self.init(
            caller: integration.caller, name: integration.name, accessor: token.accessor, issuedAt: token.createdAt, expiresAt: nil)
    }
}
