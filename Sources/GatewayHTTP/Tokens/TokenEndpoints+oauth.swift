import HTTPTypes
import ServiceModel
import TokenCore

extension TokenEndpoints {
    /// Token introspection (RFC 7662), for admins and integrations with the resource ``introspection``. The response does not distinguish
    /// an expired or revoked token from an unknown one.
    func introspect(
        _ request: GatewayRequest, _ form: FormBody, _ authentication: Authentication
    ) async throws(Fault) -> GatewayResponse {
        let lacking = try await lacking([Self.introspection], authentication.caller)
        guard lacking.isEmpty else { return denied(lacking, authentication, .introspect) }
        let token = try form.secret(.token)
        var headers = HTTPFields.uncached
        headers[.contentType] = BodyFormat.json.contentType
        let bearer = try await authenticator.bearer(of: token, isUse: false)
        let body = bearer.map(description) ?? ["active": false]
        return GatewayResponse(status: 200, headers: headers, body: JSONWriter.write(body))
    }

    private func description(_ bearer: Bearer) -> Wire {
        let caller = bearer.caller
        var members: [(name: String, value: Wire)] = [
            ("active", true), ("token_type", "Bearer"), ("iss", .text(issuer)), ("sub", .text("\(caller.type):\(caller.id ?? 0)")),
            ("username", .text(bearer.name)), ("scope", .text(caller.scope)), ("iat", .int(bearer.issuedAt.seconds)),
        ]
        if let expiry = bearer.expiresAt { members.append(("exp", .int(expiry.seconds))) }
        members += [("user_type", .text(caller.type)), ("user_id", .int(caller.id ?? 0)), ("accessor", .text(bearer.accessor))]
        return .object(WireObject(members.map { .init(name: $0.name, value: $0.value) }))
    }

    /// Token revocation (RFC 7009), for the owner of the token and for callers with permission. An unknown token gets 200 as well.
    func revoke(
        _ request: GatewayRequest, _ form: FormBody, _ authentication: Authentication
    ) async throws(Fault) -> GatewayResponse {
        let token = try form.secret(.token)
        do {
            try await revocation.revoke(token, by: authentication.caller, request.origin)
        } catch {
            guard error.message == .authDenied else { throw error }
            return problems.response(
                error, status: 403, challenge: authentication.challenge(denied: true), template: Endpoint.revoke.template)
        }
        return GatewayResponse(status: 200, headers: HTTPFields.uncached)
    }
}

extension Caller {
    /// The resources that the caller may use with this token, separated by spaces (RFC 7662 §2.2).
    fileprivate var scope: String {
        switch self {
        case .guest: ""
        case .customer: Resource.customerSelf.name
        case .admin(_, .everything), .integration(_, .everything), .localOperator: Role.everything
        case .admin(_, .resources(let ids)), .integration(_, .resources(let ids)): ids.sorted().joined(separator: " ")
        }
    }
}
