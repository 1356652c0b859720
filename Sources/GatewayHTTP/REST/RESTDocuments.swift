import HTTPTypes
import ServiceModel

/// The schema document (contract: `rest.md` §15).
struct RESTDocuments: Sendable {
    let documents: GatewayDocuments
    let authenticator: Authenticator

    /// - Parameter method: `nil` for OPTIONS.
    /// - Throws: `soap.services`, `soap.service-unknown`, `method.unsupported`.
    func answer(
        _ exchange: inout RESTExchange, _ query: QueryParameters, _ store: StoreScope, _ method: Route.Method?
    ) async throws(Fault) -> GatewayResponse {
        let request = exchange.request
        exchange.allow = AllowedMethods.list([.get])
        guard let method else { return exchange.options() }
        guard method == .get else { throw Fault(.methodUnsupported, [.init(.text(request.method))]) }
        exchange.authenticated = Authenticated(presenting: request.headers)
        exchange.authenticated = try await authenticator.authenticate(request)
        let document = try await documents.swagger(services: query.last("services"), for: exchange.authenticated.caller, in: store)
        return document.response(
            to: request, headers: [.vary: "Accept, Authorization"], template: exchange.template)
    }
}

extension Document {
    /// 200 with the bytes, or 304 for a client that has them.
    func response(to request: GatewayRequest, headers more: HTTPFields, template: String) -> GatewayResponse {
        var headers: HTTPFields = [.cacheControl: "private, no-cache", .eTag: entityTag, .xContentTypeOptions: "nosniff"]
        headers.append(contentsOf: more)
        let known = request.headers[values: .ifNoneMatch].joined(separator: ",")
        let isConditional = !known.isEmpty && ["GET", "HEAD"].contains(request.method)
        var response = GatewayResponse(status: 304, headers: headers, template: template)
        guard !isConditional || !isKnown(to: known) else { return response }
        response.status = 200
        response.headers[.contentType] = mediaType
        response.body = bytes
        return response
    }
}
