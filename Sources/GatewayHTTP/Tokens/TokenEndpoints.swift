import HTTPTypes
import ServiceModel
import TokenCore

/// What other servers ask about tokens: `/auth/verify` for sub-requests of proxies, introspection (RFC 7662), revocation (RFC 7009).
struct TokenEndpoints: Sendable {
    enum Page: String {
        case verify = "auth/verify"
        case introspect = "oauth/introspect"
        case revoke = "oauth/revoke"

        var template: String { "/" + rawValue }
    }

    /// What an admin or an integration needs to ask about tokens of others.
    static let introspection = Resource.acl("Magento_Integration::config_oauth")

    let authenticator: Authenticator
    let clients: ClientAuthentication
    let revocation: Revocation
    let directory: SiteDirectory
    /// The public base URL.
    let issuer: String
    let problems: Problem
    let reporter: FaultReporter

    /// - Parameter form: of the address, for token checks.
    func respond(to request: GatewayRequest, _ page: Page, _ form: VerifyAddress.Form = .exact) async -> GatewayResponse {
        do {
            switch page {
            case .verify: return try await verify(request, form)
            case .introspect: return try await posted(request, page, introspect)
            case .revoke: return try await posted(request, page, revoke)
            }
        } catch {
            // What a signed request fails with is a refusal of its own.
            let challenge = error.kind == .unauthorized ? Authenticated(presenting: request.headers).challenge(denied: false) : nil
            return problems.response(reporter.report(error, of: request), challenge: challenge, template: page.template)
        }
    }

    /// Introspection and revocation are asked with POST, by somebody.
    private func posted(
        _ request: GatewayRequest, _ page: Page,
        _ body: (GatewayRequest, FormBody, Authenticated) async throws(Fault) -> GatewayResponse
    ) async throws(Fault) -> GatewayResponse {
        guard request.method != "OPTIONS" else {
            return GatewayResponse(status: 204, headers: [.allow: Self.allow, .cacheControl: "no-store"], template: page.template)
        }
        guard request.method == "POST" else {
            var response = problems.response(Fault(.methodUnsupported, [.init(.text(request.method))]), template: page.template)
            response.headers[.allow] = Self.allow
            return response
        }
        try FormBody.refuseSecrets(of: ClientCredentials.parameters, inQueryOf: request)
        // Who asks comes first: what is wrong with the body is told to somebody who may ask.
        let form: Result<FormBody, Fault>
        do { form = .success(try FormBody(of: request)) } catch { form = .failure(error) }
        let authenticated: Authenticated
        if let client = try ClientCredentials.presented(by: request, try? form.get()) {
            do {
                authenticated = try await self.client(client, request.origin)
            } catch {
                guard error.kind == .unauthorized else { throw error }
                let challenge = Authenticated.guest.challenge(denied: false) + ", " + ClientCredentials.challenge
                return problems.response(error, challenge: challenge, template: page.template)
            }
        } else {
            authenticated = try await authenticator.authenticate(request)
        }
        guard !authenticated.caller.isGuest else { return denied([.adminSelf], authenticated, page) }
        try FormBody.refuseSecrets(of: [.token], inQueryOf: request)
        var response = try await body(request, form.get(), authenticated)
        response.template = page.template
        return response
    }

    private func client(_ presented: ClientCredentials.Presented, _ origin: Origin) async throws(Fault) -> Authenticated {
        guard case .credentials(let credentials) = presented else { throw Fault(.authFailed) }
        return Authenticated(caller: try await clients.caller(credentials, origin), refusedBearer: false)
    }

    private static let allow = "POST, OPTIONS"

    /// 401 for nobody, 403 for somebody who lacks the resources; the challenge says the same (RFC 6750 §3.1).
    func denied(_ resources: [Resource], _ authenticated: Authenticated, _ page: Page) -> GatewayResponse {
        problems.response(
            .denied(resources), status: authenticated.caller.isGuest ? 401 : 403, challenge: authenticated.challenge(denied: true),
            template: page.template)
    }

    /// Named resources do not depend on the store.
    func lacking(_ resources: [Resource], _ caller: Caller) async throws(Fault) -> [Resource] {
        guard let store = try await directory.current().defaultScope else { return resources }
        return resources.filter { !caller.mayUse([$0], in: store) }
    }
}

extension Caller {
    /// As other servers read it.
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
