import HTTPTypes
import ServiceModel
import TokenCore

extension TokenPages {
    /// Tells a proxy whether to let a request through (nginx `auth_request`, Traefik `forwardAuth`): 204 with who it is, 401 with the
    /// challenge, 403 when one of the resources in the query is missing. The method says nothing: it may be that of the request in
    /// question, so even OPTIONS asks about the token.
    ///
    /// A query that is not understood is 400 and a store that does not answer 503: neither lets anybody through.
    func verify(_ request: GatewayRequest) async throws(Fault) -> GatewayResponse {
        guard !["TRACE", "CONNECT"].contains(request.method) else {
            throw Fault(.methodUnsupported, [.init(.text(request.method))])
        }
        let resources = try Self.resources(request.query)
        let authenticated = try await authenticator.authenticate(request)
        guard let id = authenticated.caller.id else { return denied(resources.isEmpty ? [.adminSelf] : resources, authenticated, .verify) }
        let lacking = try await lacking(resources, authenticated.caller)
        guard lacking.isEmpty else { return denied(lacking, authenticated, .verify) }
        var headers = PageHeaders.common
        headers[.vary] = "Authorization"
        headers[.tokenUserType] = authenticated.caller.type
        headers[.tokenUserID] = String(id)
        headers[.tokenAccessor] = authenticated.bearer?.accessor
        headers[.tokenExpiresAt] = authenticated.bearer?.expiryText
        var response = GatewayResponse(status: 204, headers: headers, template: Page.verify.template)
        response.repetition = authenticated.repetition
        return response
    }

    /// - Throws: `input.value` for a resource that does not exist and `input.unknown-field` for another parameter: a typing error must
    ///   not open a door.
    private static func resources(_ query: String?) throws(Fault) -> [Resource] {
        var resources: [Resource] = []
        for (name, value) in try QueryParameters(query).pairs {
            guard WireObject.same(name, "resource") else { throw Fault(.inputUnknownField, [.init("fieldName", .text(name))]) }
            guard ACL.knows(value) else { throw Fault(.inputValue, [.init("value", .text(value)), .init("fieldName", .text(name))]) }
            resources.append(.acl(value))
        }
        return resources
    }
}

extension HTTPField.Name {
    // The names are valid tokens, so the fallback is never taken.
    static let tokenUserType = HTTPField.Name("X-Token-User-Type") ?? .server
    static let tokenUserID = HTTPField.Name("X-Token-User-Id") ?? .server
    static let tokenAccessor = HTTPField.Name("X-Token-Accessor") ?? .server
    static let tokenExpiresAt = HTTPField.Name("X-Token-Expires-At") ?? .server
}
