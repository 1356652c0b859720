import HTTPTypes
import ServiceModel
import TokenCore

extension TokenEndpoints {
    /// Tells a proxy whether to let a request through: 200 with who it is, 401 with the challenge, 403 when a demanded resource is missing
    /// (contract: `gateway.md` §1). The method says nothing: it may be that of the request in question, so even OPTIONS asks about the
    /// token.
    ///
    /// A query that is not understood is 400 and a store that does not answer 503: neither lets anybody through.
    func verify(_ request: GatewayRequest, _ form: VerifyAddress.Form) async throws(Fault) -> GatewayResponse {
        let demanded = try Self.demands(of: request, form)
        let authenticated = try await authenticator.authenticate(request)
        let known = demanded.filter(ACL.knows).map(Resource.acl)
        guard let bearer = authenticated.bearer, let id = bearer.caller.id else {
            return problems.response(
                .denied(known.isEmpty ? [.adminSelf] : known), status: 401, challenge: authenticated.challenge(denied: false),
                template: Page.verify.template)
        }
        if let unknown = demanded.first(where: { !ACL.knows($0) }) {
            throw Fault(.inputValue, [.init("value", .text(unknown)), .init("fieldName", .text(Self.demand))])
        }
        let lacking = try await lacking(known, bearer.caller)
        guard lacking.isEmpty else { return denied(lacking, authenticated, .verify) }
        var headers = PageHeaders.common
        headers[.vary] = "Authorization"
        headers[.tokenUserType] = bearer.caller.type
        headers[.tokenUserID] = String(id)
        headers[.tokenAccessor] = bearer.accessor
        headers[.tokenExpiresAt] = bearer.expiryText
        return GatewayResponse(status: 200, headers: headers, template: Page.verify.template)
    }

    private static let demand = "resource"

    /// Names of resources, by query and by fields together, whether or not they exist.
    /// - Throws: `input.unknown-field` for another parameter, `request.unprocessable` for a query that cannot be read: a typing error must
    ///   not open a door.
    private static func demands(of request: GatewayRequest, _ form: VerifyAddress.Form) throws(Fault) -> [String] {
        var names: [String] = []
        for field in request.headers[values: .tokenResource] {
            let members = field.split(separator: ",").map { String(Negotiation.trimmed($0)) }.filter { !$0.isEmpty }
            // A field that names nothing is a proxy's mistake, and no resource has an empty name.
            names += members.isEmpty ? [""] : members
        }
        guard form == .exact else { return names }
        for (name, value) in try QueryParameters(request.query).pairs {
            guard name.utf8Equals(demand) else { throw Fault(.inputUnknownField, [.init("fieldName", .text(name))]) }
            names.append(value)
        }
        return names
    }
}

extension HTTPField.Name {
    // The names are valid tokens, so the fallback is never taken.
    static let tokenUserType = HTTPField.Name("X-Token-User-Type") ?? .server
    static let tokenUserID = HTTPField.Name("X-Token-User-Id") ?? .server
    static let tokenAccessor = HTTPField.Name("X-Token-Accessor") ?? .server
    static let tokenExpiresAt = HTTPField.Name("X-Token-Expires-At") ?? .server
}
