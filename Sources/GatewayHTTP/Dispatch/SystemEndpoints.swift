import HTTPTypes
import ServiceModel
import TokenCore

/// The gateway's own addresses: the index, health, OpenAPI, the page for people, questions about tokens. Their errors are RFC 9457
/// problems (D16).
struct SystemEndpoints: Sendable {
    let core: Core
    let documents: GatewayDocuments
    let tokens: TokenEndpoints
    let problems: Problem

    /// - Parameter segments: those below the base URL, without leading and trailing slashes; `nil` for a target that is not below it.
    func respond(to request: GatewayRequest, _ segments: [String]?) async -> GatewayResponse {
        let path = segments?.joined(separator: "/")
        if let page = path.flatMap(TokenEndpoints.Page.init(rawValue:)) { return await tokens.respond(to: request, page) }
        let page = path.flatMap(Page.init(rawValue:))
        // TRACE, CONNECT and inventions are refused wherever they point.
        let isServed = Route.Method(rawValue: request.method) != nil || ["HEAD", "OPTIONS"].contains(request.method)
        guard let page else {
            return isServed ? refuse(Fault(.routeUnknown)) : notAllowed(request.method, AllowedMethods.all, "unmatched")
        }
        let template = "/" + page.rawValue
        switch request.method {
        case "GET", "HEAD": break
        case "OPTIONS":
            return GatewayResponse(status: 204, headers: [.allow: Self.allow, .cacheControl: "no-store"], template: template)
        default: return notAllowed(request.method, Self.allow, template)
        }
        switch page {
        case .index:
            let format = Negotiation.format(accept: request.headers.accept, of: IndexDocument.candidates) ?? .json
            let document = documents.index(format)
            return document.response(to: request, headers: Self.indexHeaders, template: template)
        case .live: return health("up", status: 200, template)
        case .ready: return await ready(template)
        case .openAPI: return await documents.openAPI().response(to: request, headers: [:], template: template)
        case .docs: return await documents.page().response(to: request, headers: Self.pageHeaders, template: template)
        case .style: return DocsPage.style.response(to: request, headers: Self.pageHeaders, template: template)
        }
    }

    private enum Page: String {
        /// `B` itself.
        case index = ""
        case live = "health/live"
        case ready = "health/ready"
        case openAPI = "openapi.json"
        case docs
        case style = "docs/style.css"
    }

    private static let allow = "GET, HEAD, OPTIONS"

    private func notAllowed(_ method: String, _ allow: String, _ template: String) -> GatewayResponse {
        var response = refuse(Fault(.methodUnsupported, [.init(.text(method))]))
        response.headers[.allow] = allow
        response.template = template
        return response
    }

    private static let pageHeaders: HTTPFields = [
        .contentSecurityPolicy: "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'"
    ]

    /// Negotiated, unlike the other pages.
    private static let indexHeaders: HTTPFields = {
        var headers = pageHeaders
        headers[.vary] = "Accept"
        return headers
    }()

    /// Ready means that the store answers now, and that a write would succeed.
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
        var headers = PageHeaders.common
        headers[.contentType] = BodyFormat.json.contentType
        return GatewayResponse(
            status: code, headers: headers, body: JSONWriter.write(["status": .text(status)]), template: template)
    }

    func refuse(_ fault: Fault) -> GatewayResponse {
        problems.response(fault)
    }
}
