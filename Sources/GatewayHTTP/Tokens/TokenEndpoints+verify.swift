import HTTPTypes
import ServiceModel
import TokenCore

extension TokenEndpoints {
    /// Verifies a token for a proxy: 200 with the identity of the bearer, 401 with the challenge, 403 if a required resource is missing
    /// (contract: `gateway.md` §1). The method is ignored, because proxies send that of the original request.
    ///
    /// A malformed query is 400 and an unavailable store 503; proxies deny the request for both.
    func verify(_ request: GatewayRequest, _ form: VerifyPath.Form) async throws(Fault) -> GatewayResponse {
        let required = try Self.requiredResources(of: request, form)
        let authentication = try await authenticator.authenticate(request)
        let known = required.filter(ACL.knows).map(Resource.acl)
        guard let bearer = authentication.bearer, let id = bearer.caller.id else {
            return problems.response(
                .denied(known.isEmpty ? [.adminSelf] : known), status: 401, challenge: authentication.challenge(denied: false),
                template: Endpoint.verify.template)
        }
        if let unknown = required.first(where: { !ACL.knows($0) }) {
            throw Fault(.inputValue, [.init("value", .text(unknown)), .init("fieldName", .text(Self.parameter))])
        }
        let lacking = try await lacking(known, bearer.caller)
        guard lacking.isEmpty else { return denied(lacking, authentication, .verify) }
        var headers = HTTPFields.uncached
        headers[.vary] = "Authorization"
        headers[.tokenUserType] = bearer.caller.type
        headers[.tokenUserID] = String(id)
        headers[.tokenAccessor] = bearer.accessor
        headers[.tokenExpiresAt] = bearer.expiryText
        return GatewayResponse(status: 200, headers: headers, template: Endpoint.verify.template)
    }

    private static let parameter = "resource"

    /// The names of the required resources, from the query and the fields together, whether or not they exist.
    /// - Throws: `input.unknown-field` for another parameter, `request.unprocessable` for a query that cannot be decoded: a typing error must
    ///   not remove a requirement.
    private static func requiredResources(of request: GatewayRequest, _ form: VerifyPath.Form) throws(Fault) -> [String] {
        var names: [String] = []
        for field in request.headers[values: .tokenResource] {
            let members = field.split(separator: ",").map { String(FieldSyntax.trimmed($0)) }.filter { !$0.isEmpty }
            // An empty field is a configuration error of the proxy. It requires a resource that does not exist.
            names += members.isEmpty ? [""] : members
        }
        guard form == .exact else { return names }
        for (name, value) in try QueryParameters(request.query).pairs {
            guard name.utf8Equals(parameter) else { throw Fault(.inputUnknownField, [.init("fieldName", .text(name))]) }
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
