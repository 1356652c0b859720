import HTTPTypes
import ServiceModel
import TokenCore

/// The endpoints for other servers: `/auth/verify` for sub-requests of proxies, introspection (RFC 7662), revocation (RFC 7009).
struct TokenEndpoints: Sendable {
    enum Endpoint: String {
        case verify = "auth/verify"
        case introspect = "oauth/introspect"
        case revoke = "oauth/revoke"

        var template: String { "/" + rawValue }
    }

    /// The resource that introspection requires.
    static let introspection = Resource.acl("Magento_Integration::config_oauth")

    let authenticator: Authenticator
    let clients: ClientAuthentication
    let revocation: Revocation
    let directory: SiteDirectory
    /// The issuer in introspection responses: the public base URL.
    let issuer: String
    let problems: ProblemDetails
    let reporter: FaultReporter

    /// - Parameter form: the form of the path of a token check.
    func respond(to request: GatewayRequest, _ endpoint: Endpoint, _ form: VerifyPath.Form = .exact) async -> GatewayResponse {
        do {
            switch endpoint {
            case .verify: return try await verify(request, form)
            case .introspect: return try await respondToPost(request, endpoint, introspect)
            case .revoke: return try await respondToPost(request, endpoint, revoke)
            }
        } catch {
            // A signed request can fail with a 401 of its own.
            let challenge = error.kind == .unauthorized ? Authentication(presenting: request.headers).challenge(denied: false) : nil
            return problems.response(reporter.report(error, of: request), challenge: challenge, template: endpoint.template)
        }
    }

    /// The common part of introspection and revocation: POST by an authenticated caller.
    private func respondToPost(
        _ request: GatewayRequest, _ endpoint: Endpoint,
        _ body: (GatewayRequest, FormBody, Authentication) async throws(Fault) -> GatewayResponse
    ) async throws(Fault) -> GatewayResponse {
        guard request.method != "OPTIONS" else {
            return GatewayResponse(status: 204, headers: [.allow: Self.allow, .cacheControl: "no-store"], template: endpoint.template)
        }
        guard request.method == "POST" else {
            var response = problems.response(Fault(.methodUnsupported, [.init(.text(request.method))]), template: endpoint.template)
            response.headers[.allow] = Self.allow
            return response
        }
        try FormBody.refuseSecrets(of: ClientCredentials.parameters, inQueryOf: request)
        // Authentication comes first: only an authenticated caller learns what is wrong with the body.
        let form: Result<FormBody, Fault>
        do { form = .success(try FormBody(of: request)) } catch { form = .failure(error) }
        let authentication: Authentication
        if let client = try ClientCredentials.presented(by: request, try? form.get()) {
            do {
                authentication = try await self.client(client, request.origin)
            } catch {
                guard error.kind == .unauthorized else { throw error }
                let challenge = Authentication.guest.challenge(denied: false) + ", " + ClientCredentials.challenge
                return problems.response(error, challenge: challenge, template: endpoint.template)
            }
        } else {
            authentication = try await authenticator.authenticate(request)
        }
        guard !authentication.caller.isGuest else { return denied([.adminSelf], authentication, endpoint) }
        try FormBody.refuseSecrets(of: [.token], inQueryOf: request)
        var response = try await body(request, form.get(), authentication)
        response.template = endpoint.template
        return response
    }

    private func client(_ presented: ClientCredentials.Presented, _ origin: Origin) async throws(Fault) -> Authentication {
        guard case .credentials(let credentials) = presented else { throw Fault(.authFailed) }
        return Authentication(caller: try await clients.caller(credentials, origin), refusedBearer: false)
    }

    private static let allow = "POST, OPTIONS"

    /// 401 for a guest, 403 for a caller without the resources, with the matching challenge (RFC 6750 §3.1).
    func denied(_ resources: [Resource], _ authentication: Authentication, _ endpoint: Endpoint) -> GatewayResponse {
        problems.response(
            .denied(resources), status: authentication.caller.isGuest ? 401 : 403, challenge: authentication.challenge(denied: true),
            template: endpoint.template)
    }

    /// The resources that the caller lacks. They do not depend on the store.
    func lacking(_ resources: [Resource], _ caller: Caller) async throws(Fault) -> [Resource] {
        guard let store = try await directory.current().defaultScope else { return resources }
        return resources.filter { !caller.mayUse([$0], in: store) }
    }
}

extension Caller {
    /// The `user_type` of responses.
    var type: String {
        switch self {
        case .guest: "guest"
        case .customer: "customer"
        case .admin: "admin"
        case .integration: "integration"
        case .localOperator: "operator"
        }
    }

    /// `nil` for callers without an account.
    var id: Int? {
        switch self {
        case .guest, .localOperator: nil
        case .customer(let customer): customer.id
        case .admin(let id, _), .integration(let id, _): id
        }
    }
}

extension Timestamp {
    /// Whole seconds since 1970 (RFC 7519 §2).
    var seconds: Int { Int(milliseconds / 1000) }
}
