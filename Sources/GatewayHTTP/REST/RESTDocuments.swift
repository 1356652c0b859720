import HTTPTypes
import ServiceModel

/// The schema endpoint (contract: `rest.md` §15).
struct RESTDocuments: Sendable {
    let documents: GatewayDocuments
    let authenticator: Authenticator

    /// - Parameter method: `nil` for OPTIONS.
    /// - Throws: `soap.services`, `soap.service-unknown`, `method.unsupported`.
    func respond(
        _ context: inout RESTContext, _ query: QueryParameters, _ store: StoreScope, _ method: Route.Method?
    ) async throws(Fault) -> GatewayResponse {
        let request = context.request
        context.allow = AllowedMethods.list([.get])
        guard let method else { return context.options() }
        guard method == .get else { throw Fault(.methodUnsupported, [.init(.text(request.method))]) }
        try await authenticator.authenticate(request, into: &context.authentication)
        let document = try await documents.swagger(services: query.last("services"), for: context.authentication.caller, in: store)
        return document.response(
            to: request, headers: [.vary: "Accept, Authorization"], template: context.template)
    }
}

extension Document {
    /// 200 with the bytes, or 304 for a client that has the current version.
    func response(to request: GatewayRequest, headers more: HTTPFields, template: String) -> GatewayResponse {
        var headers: HTTPFields = [.cacheControl: "private, no-cache", .eTag: entityTag, .xContentTypeOptions: "nosniff"]
        headers.append(contentsOf: more)
        let validators = request.headers[values: .ifNoneMatch].joined(separator: ",")
        let isConditional = !validators.isEmpty && ["GET", "HEAD"].contains(request.method)
        var response = GatewayResponse(status: 304, headers: headers, template: template)
        guard !isConditional || !matches(ifNoneMatch: validators) else { return response }
        response.status = 200
        response.headers[.contentType] = mediaType
        response.body = bytes
        return response
    }
}
