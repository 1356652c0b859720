public import ServiceModel

/// The four credentials of an integration, which are shown once.
public struct IntegrationCredentials: Sendable {
    public let consumerKey: String
    public let consumerSecret: Secret
    public let accessToken: Secret
    public let accessTokenSecret: Secret
}

/// A token and its secret in the clear, as the application receives them.
public struct IssuedOAuthToken: Sendable {
    public let token: Secret
    public let secret: Secret
}

/// Generates keys, secrets and tokens of integrations: 32 characters `[0-9a-z]` each.
struct CredentialGenerator: Sendable {
    let random: any RandomSource
    let keyring: Keyring

    func text() -> Secret { Secret(TokenFormat.make(from: random)) }

    /// - Throws: `internal` when there is no sealing key.
    func consumer(integrationID: Int) throws(Fault) -> Consumer {
        let key = TokenFormat.make(from: random)
        return Consumer(integrationID: integrationID, key: key, secret: try keyring.seal(text(), for: Consumer.purpose(key: key)))
    }

    /// A request token or access token with its secret.
    /// - Throws: `internal` when there is no sealing key.
    func token(
        _ kind: OAuthToken.Kind, consumerID: Int, at now: Timestamp, address: String
    ) throws(Fault) -> (issued: IssuedOAuthToken, record: OAuthToken) {
        let issued = IssuedOAuthToken(token: text(), secret: text())
        let digest = TokenFormat.digest(issued.token)
        let sealed = try keyring.seal(issued.secret, for: OAuthToken.purpose(digest: digest))
        return (issued, record(kind, consumerID, digest, sealed, now, address))
    }

    func verifier(consumerID: Int, at now: Timestamp, address: String) -> (verifier: Secret, record: OAuthToken) {
        let verifier = text()
        return (verifier, record(.verifier, consumerID, TokenFormat.digest(verifier), nil, now, address))
    }

    private func record(
        _ kind: OAuthToken.Kind, _ consumerID: Int, _ digest: String, _ secret: String?, _ now: Timestamp, _ address: String
    ) -> OAuthToken {
        OAuthToken(
            accessor: TokenFormat.make(length: 24, from: random), consumerID: consumerID, kind: kind, digest: digest, secret: secret,
            createdAt: now, address: address)
    }
}
