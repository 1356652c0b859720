/// Settings of integrations and OAuth 1.0a (contract: `README.md`, configuration paths).
extension Settings {
    /// How long an exchange may take, from its start.
    var exchangeSeconds: Int { number("oauth/consumer/expiration_period") }
    /// How long an endpoint may take to answer.
    var endpointTimeout: Int { number("oauth/consumer/post_timeout") }
    var acceptsHMACSHA1: Bool { value("oauth/consumer/enable_hmac_sha1") == "1" }
    /// Access tokens of integrations are good as bearer tokens.
    var takesIntegrationsAsBearer: Bool { value("oauth/consumer/enable_integration_as_bearer") == "1" }
    /// After how many seconds nonces and request tokens are of no use any more.
    var oauthCleanupSeconds: Int { number("oauth/cleanup/expiration_period") * 60 }
}
