import HTTPTypes
import ServiceModel
import TokenCore

/// What an `Authorization` field says (contract: `tokens.md` §6).
enum Authorization {
    /// No field, or one that is not ours to read: guest.
    case none
    case bearer(Secret)
    case oauth(OAuthHeader)

    /// - Throws: `authorization.ambiguous` for more than one field.
    init(_ headers: RequestFields) throws(Fault) {
        let fields = headers[values: .authorization]
        guard fields.count <= 1 else { throw Fault(.authorizationAmbiguous) }
        self = fields.first.map(Self.init(field:)) ?? .none
    }

    /// A bearer is the scheme without case, exactly one blank, one token of visible ASCII characters; it comes before OAuth. Anything
    /// else is ignored.
    private init(field: String) {
        let token = field.utf8.dropFirst(7)
        guard field.utf8.prefix(7).elementsEqual("bearer ".utf8, by: { $0 == $1 || ((0x41...0x5A).contains($0) && $0 | 0x20 == $1) }),
            !token.isEmpty, token.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x22 })
        else {
            self = OAuthHeader(field).map(Self.oauth) ?? .none
            return
        }
        self = .bearer(Secret(String(decoding: token, as: UTF8.self)))
    }
}

/// Who calls, and what to tell a caller that is refused.
struct Authenticated: Sendable {
    let caller: Caller
    /// A bearer was presented and is not valid.
    let refusedBearer: Bool
    /// What is known of the token that was presented or signed with; `nil` without one that is good.
    var bearer: Bearer?
    /// An OAuth header was presented.
    var usesOAuth = false

    static let guest = Authenticated(caller: .guest, refusedBearer: false)
    static let oauthRealm = "OAuth realm=\"token-gateway\""

    /// The `WWW-Authenticate` value of a 401 on a protected operation (D3, RFC 6750 §3).
    func challenge(denied: Bool) -> String {
        let realm = "Bearer realm=\"token-gateway\""
        if refusedBearer { return realm + ", error=\"invalid_token\"" }
        let lacks = denied && !caller.isGuest ? ", error=\"insufficient_scope\"" : ""
        return realm + lacks + (usesOAuth ? ", " + Self.oauthRealm : "")
    }
}

/// Turns credentials into a caller, alike for REST, SOAP and documents.
struct Authenticator: Sendable {
    let tokens: TokenVerifier
    let oauth: OAuthAuthority
    /// The public base URL, which is signed.
    let address: ServiceAddress

    /// - Throws: `authorization.ambiguous`, what `integrations.md` §5 has for a signed request, `service.unavailable`.
    func authenticate(_ request: GatewayRequest) async throws(Fault) -> Authenticated {
        switch try Authorization(request.headers) {
        case .none: return .guest
        case .oauth(let header):
            let signed = try SignedRequest(request, credentials: header.parameters, at: address)
            let found = try await oauth.call(signing: signed)
            return Authenticated(caller: found.caller, refusedBearer: false, bearer: found.bearer, usesOAuth: true)
        case .bearer(let token):
            guard let bearer = try await bearer(of: token) else {
                return Authenticated(caller: .guest, refusedBearer: true)
            }
            return Authenticated(caller: bearer.caller, refusedBearer: false, bearer: bearer)
        }
    }

    /// Who a token makes its bearer, whether it is presented with a call or asked about.
    /// - Parameter isUse: whether this is a call with the token, which is noted as a use of it.
    func bearer(of token: Secret, isUse: Bool = true) async throws(Fault) -> Bearer? {
        try await tokens.bearer(of: token, isUse: isUse)
    }
}
