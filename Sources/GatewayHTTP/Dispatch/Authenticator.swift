import HTTPTypes
import ServiceModel
import TokenCore

/// The content of the `Authorization` field (contract: `tokens.md` §6).
enum Authorization {
    /// No field, or one with an unknown scheme: the caller is a guest.
    case none
    case bearer(Secret)
    case oauth(OAuthHeader)

    /// - Throws: `authorization.ambiguous` for more than one field.
    init(_ headers: RequestFields) throws(Fault) {
        let fields = headers[values: .authorization]
        guard fields.count <= 1 else { throw Fault(.authorizationAmbiguous) }
        self = fields.first.map(Self.init(field:)) ?? .none
    }

    /// Bearer credentials are the scheme in any case, exactly one space, and one token of visible ASCII characters. They take precedence
    /// over OAuth. Any other content is ignored.
    private init(field: String) {
        let token = field.utf8.dropFirst(7)
        guard FieldSyntax.equalsIgnoringCase(Substring(field.utf8.prefix(7)), "bearer "),
            !token.isEmpty, token.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x22 })
        else {
            self = OAuthHeader(field).map(Self.oauth) ?? .none
            return
        }
        self = .bearer(Secret(String(decoding: token, as: UTF8.self)))
    }
}

/// The caller of a request, and the challenge for one that is refused.
struct Authentication: Sendable {
    let caller: Caller
    /// Whether a bearer token was presented that is not valid.
    let refusedBearer: Bool
    /// The token that was presented or signed with; `nil` without a valid one.
    var bearer: Bearer?
    /// Whether an OAuth header was presented.
    var usesOAuth = false

    static let guest = Authentication(caller: .guest, refusedBearer: false)
    static let oauthRealm = "OAuth realm=\"token-gateway\""

    /// The value of `WWW-Authenticate` in a 401 of a protected operation (D3, RFC 6750 §3).
    func challenge(denied: Bool) -> String {
        let realm = "Bearer realm=\"token-gateway\""
        if refusedBearer { return realm + ", error=\"invalid_token\"" }
        let scope = denied && !caller.isGuest ? ", error=\"insufficient_scope\"" : ""
        return realm + scope + (usesOAuth ? ", " + Self.oauthRealm : "")
    }
}

extension Authentication {
    /// What the challenge can say of credentials that were not verified, or whose verification failed.
    init(presenting headers: RequestFields) {
        self = .guest
        if case .oauth? = try? Authorization(headers) { usesOAuth = true }
    }
}

/// Verifies the credentials of a request, for REST, SOAP, the documents and the token endpoints.
struct Authenticator: Sendable {
    let tokens: TokenVerifier
    let oauth: OAuthAuthority
    /// Part of the text that clients sign.
    let baseURL: PublicURL

    /// - Throws: `authorization.ambiguous`, the faults of a signed request (`integrations.md` §5), `service.unavailable`.
    func authenticate(_ request: GatewayRequest) async throws(Fault) -> Authentication {
        switch try Authorization(request.headers) {
        case .none: return .guest
        case .oauth(let header):
            let signed = try SignedRequest(request, credentials: header.parameters, at: baseURL)
            let verified = try await oauth.call(signing: signed)
            return Authentication(caller: verified.caller, refusedBearer: false, bearer: verified.bearer, usesOAuth: true)
        case .bearer(let token):
            guard let bearer = try await bearer(of: token) else {
                return Authentication(caller: .guest, refusedBearer: true)
            }
            return Authentication(caller: bearer.caller, refusedBearer: false, bearer: bearer)
        }
    }

    /// Authenticates a request. If that fails, `authentication` has the credentials that were presented, for the challenge.
    func authenticate(_ request: GatewayRequest, into authentication: inout Authentication) async throws(Fault) {
        do {
            authentication = try await authenticate(request)
        } catch {
            authentication = Authentication(presenting: request.headers)
            throw error
        }
    }

    /// The bearer of a token, which is `nil` unless the token is valid.
    /// - Parameter isUse: whether the token was presented with this request, which is recorded as its last use.
    func bearer(of token: Secret, isUse: Bool = true) async throws(Fault) -> Bearer? {
        try await tokens.bearer(of: token, isUse: isUse)
    }
}
