import HTTPTypes
import ServiceModel
import TokenCore

extension TokenEndpoints {
    /// RFC 7662: what is known of a token, to an admin or an integration with the resource of ``introspection``. A token that is not
    /// good is not told apart from one that never was.
    func introspect(
        _ request: GatewayRequest, _ form: FormBody, _ authenticated: Authenticated
    ) async throws(Fault) -> GatewayResponse {
        let lacking = try await lacking([Self.introspection], authenticated.caller)
        guard lacking.isEmpty else { return denied(lacking, authenticated, .introspect) }
        let token = try form.secret(.token)
        var headers = PageHeaders.common
        headers[.contentType] = BodyFormat.json.contentType
        let bearer = try await authenticator.bearer(of: token, isUse: false)
        let answer = bearer.map(description) ?? ["active": false]
        return GatewayResponse(status: 200, headers: headers, body: JSONWriter.write(answer))
    }

    private func description(_ bearer: Bearer) -> Wire {
        let caller = bearer.caller
        var answer: [(name: String, value: Wire)] = [
            ("active", true), ("token_type", "Bearer"), ("iss", .text(issuer)), ("sub", .text("\(caller.type):\(caller.id ?? 0)")),
            ("username", .text(bearer.name)), ("scope", .text(caller.scope)), ("iat", .int(bearer.issuedAt.seconds)),
        ]
        if let expiry = bearer.expiresAt { answer.append(("exp", .int(expiry.seconds))) }
        answer += [("user_type", .text(caller.type)), ("user_id", .int(caller.id ?? 0)), ("accessor", .text(bearer.accessor))]
        return .object(WireObject(answer.map { .init(name: $0.name, value: $0.value) }))
    }

    /// RFC 7009: ends one token, for its owner or for somebody with the right to. 200 also when there is no such token.
    func revoke(
        _ request: GatewayRequest, _ form: FormBody, _ authenticated: Authenticated
    ) async throws(Fault) -> GatewayResponse {
        let token = try form.secret(.token)
        do {
            try await revocation.revoke(token, by: authenticated.caller, request.origin)
        } catch {
            guard error.message == .authDenied else { throw error }
            return problems.response(
                error, status: 403, challenge: authenticated.challenge(denied: true), template: Page.revoke.template)
        }
        return GatewayResponse(status: 200, headers: PageHeaders.common)
    }
}

extension Caller {
    /// The resources, parted by blanks (RFC 7662 §2.2): what the caller may use with this token now.
    fileprivate var scope: String {
        switch self {
        case .guest: ""
        case .customer: Resource.customerSelf.name
        case .admin(_, .everything), .integration(_, .everything), .localOperator: Role.everything
        case .admin(_, .resources(let ids)), .integration(_, .resources(let ids)): ids.sorted().joined(separator: " ")
        }
    }
}
