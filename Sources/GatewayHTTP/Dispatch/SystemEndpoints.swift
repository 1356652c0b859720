import HTTPTypes
import ServiceModel
import TokenCore

/// The gateway's own endpoints: index, health, OpenAPI document, documentation page, token endpoints. Their errors are problem details
/// (RFC 9457, D16).
struct SystemEndpoints: Sendable {
    let core: Core
    let documents: GatewayDocuments
    let tokens: TokenEndpoints
    let problems: ProblemDetails

    /// - Parameter segments: those below the base URL, without leading and trailing slashes; `nil` for a target outside of it.
    func respond(to request: GatewayRequest, _ segments: [String]?) async -> GatewayResponse {
        let path = segments?.joined(separator: "/")
        if let endpoint = path.flatMap(TokenEndpoints.Endpoint.init(rawValue:)) { return await tokens.respond(to: request, endpoint) }
        let endpoint = path.flatMap(Endpoint.init(rawValue:))
        // Other methods are refused for every target.
        let isServed = Route.Method(rawValue: request.method) != nil || ["HEAD", "OPTIONS"].contains(request.method)
        guard let endpoint else {
            return isServed ? refuse(Fault(.routeUnknown)) : methodNotAllowed(request.method, AllowedMethods.all, "unmatched")
        }
        let template = "/" + endpoint.rawValue
        switch request.method {
        case "GET", "HEAD": break
        case "OPTIONS":
            return GatewayResponse(status: 204, headers: [.allow: Self.allow, .cacheControl: "no-store"], template: template)
        default: return methodNotAllowed(request.method, Self.allow, template)
        }
        switch endpoint {
        case .index:
            let format = Negotiation.format(accept: request.headers.accept, of: IndexDocument.candidates) ?? .json
            return documents.index(format).response(to: request, headers: Self.indexHeaders, template: template)
        case .live: return health("up", status: 200, template)
        case .ready: return await ready(template)
        case .openAPI: return await documents.openAPI().response(to: request, headers: [:], template: template)
        case .docs: return await documents.page().response(to: request, headers: Self.pageHeaders, template: template)
        case .style: return DocsPage.style.response(to: request, headers: Self.pageHeaders, template: template)
        }
    }

    private enum Endpoint: String {
        /// The base URL itself.
        case index = ""
        case live = "health/live"
        case ready = "health/ready"
        case openAPI = "openapi.json"
        case docs
        case style = "docs/style.css"
    }

    private static let allow = "GET, HEAD, OPTIONS"

    private func methodNotAllowed(_ method: String, _ allow: String, _ template: String) -> GatewayResponse {
        var response = refuse(Fault(.methodUnsupported, [.init(.text(method))]))
        response.headers[.allow] = allow
        response.template = template
        return response
    }

    private static let pageHeaders: HTTPFields = [
        .contentSecurityPolicy: "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'"
    ]

    /// The index is the only page that is negotiated.
    private static let indexHeaders: HTTPFields = {
        var headers = pageHeaders
        headers[.vary] = "Accept"
        return headers
    }()

    /// Ready means that the store can be read now and that a write would succeed.
    private func ready(_ template: String) async -> GatewayResponse {
        do {
            if let obstacle = core.health.state.obstacle { throw StoreFailure.unavailable(obstacle) }
            _ = try await core.database.read { try $0.websites() }
            return health("ready", status: 200, template)
        } catch {
            var response = health("store unavailable", status: 503, template)
            response.headers[.retryAfter] = "1"
            response.reason = "\(error)"
            return response
        }
    }

    private func health(_ status: String, status code: Int, _ template: String) -> GatewayResponse {
        var headers = HTTPFields.uncached
        headers[.contentType] = BodyFormat.json.contentType
        return GatewayResponse(
            status: code, headers: headers, body: JSONWriter.write(["status": .text(status)]), template: template)
    }

    func refuse(_ fault: Fault) -> GatewayResponse {
        problems.response(fault)
    }
}
