import HTTPTypes
import ServiceModel
import TokenCore

/// What an `Authorization` field says (contract: `tokens.md` §6).
enum Authorization {
    /// No field, or one that is not ours to read: guest.
    case none
    case bearer(Secret)

    /// - Throws: `authorization.ambiguous` for more than one field.
    init(_ headers: HTTPFields) throws(Fault) {
        let fields = headers[values: .authorization]
        guard fields.count <= 1 else { throw Fault(.authorizationAmbiguous) }
        self = fields.first.map(Self.init(field:)) ?? .none
    }

    /// Scheme without case, exactly one blank, one token of visible ASCII characters; anything else is ignored.
    private init(field: String) {
        let parts = field.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].lowercased() == "bearer", !parts[1].isEmpty,
            parts[1].utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x22 })
        else {
            self = .none
            return
        }
        self = .bearer(Secret(String(parts[1])))
    }
}

/// Who calls, and what to tell a caller that is refused.
struct Authenticated: Sendable {
    let caller: Caller
    /// A bearer was presented and is not valid.
    let refusedBearer: Bool

    static let guest = Authenticated(caller: .guest, refusedBearer: false)

    /// The `WWW-Authenticate` value of a 401 on a protected operation (D3, RFC 6750 §3).
    func challenge(denied: Bool) -> String {
        let realm = "Bearer realm=\"token-gateway\""
        if refusedBearer { return realm + ", error=\"invalid_token\"" }
        if denied, !caller.isGuest { return realm + ", error=\"insufficient_scope\"" }
        return realm
    }
}

/// Turns credentials into a caller, alike for REST, SOAP and documents.
struct Authenticator: Sendable {
    let tokens: TokenAuthority

    /// - Throws: `authorization.ambiguous`, `service.unavailable`.
    func authenticate(_ headers: HTTPFields) async throws(Fault) -> Authenticated {
        switch try Authorization(headers) {
        case .none: return .guest
        case .bearer(let token):
            guard let caller = try await tokens.caller(bearing: token) else {
                return Authenticated(caller: .guest, refusedBearer: true)
            }
            return Authenticated(caller: caller, refusedBearer: false)
        }
    }
}
