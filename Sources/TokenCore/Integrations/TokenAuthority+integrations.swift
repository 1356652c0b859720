import ServiceModel

extension TokenAuthority {
    /// The active integration whose access token this is, while such tokens are taken as bearer tokens (D63).
    /// - Parameter digest: of the token.
    func integration(_ digest: String) async throws(Fault) -> KnownBearer? {
        guard try await directory.current().settings.takesIntegrationsAsBearer else { return nil }
        return try await database.reading { session in
            guard let token = try session.oauthToken(digest: digest), token.kind == .access, token.endedAt == nil,
                let owner = try session.integration(ofConsumer: token.consumerID), owner.status == .active
            else { return nil }
            let bearer = Bearer(
                caller: owner.caller, name: owner.name, accessor: token.accessor, issuedAt: token.createdAt, expiresAt: nil)
            return KnownBearer(bearer: bearer, accountEnds: nil, lastUse: token.lastUsedAt)
        }
    }
}
