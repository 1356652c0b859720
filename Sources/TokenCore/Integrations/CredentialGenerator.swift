public import ServiceModel

/// The four credentials of an integration, to be shown once.
public struct IntegrationCredentials: Sendable {
    public let consumerKey: String
    public let consumerSecret: Secret
    public let accessToken: Secret
    public let accessTokenSecret: Secret
}

/// A token in the clear, with its secret, on its way to the application.
public struct IssuedOAuthToken: Sendable {
    public let token: Secret
    public let secret: Secret
}

/// Makes keys, secrets and tokens of integrations: 32 characters `[0-9a-z]` each.
struct CredentialGenerator: Sendable {
    let random: any RandomSource
    let box: Keyring

    func text() -> Secret { Secret(TokenFormat.make(from: random)) }

    /// - Throws: `internal` when there is no key.
    func consumer(integrationID: Int) throws(Fault) -> Consumer {
        let key = TokenFormat.make(from: random)
        return Consumer(integrationID: integrationID, key: key, secret: try box.seal(text(), for: Consumer.purpose(key: key)))
    }

    /// A request or access token with its secret.
    /// - Throws: `internal` when there is no key.
    func token(
        _ kind: OAuthToken.Kind, consumerID: Int, at now: Timestamp, address: String
    ) throws(Fault) -> (issued: IssuedOAuthToken, record: OAuthToken) {
        let issued = IssuedOAuthToken(token: text(), secret: text())
        let digest = TokenFormat.digest(issued.token)
        let sealed = try box.seal(issued.secret, for: OAuthToken.purpose(digest: digest))
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
