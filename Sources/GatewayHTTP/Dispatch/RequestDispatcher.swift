import HTTPTypes
package import Logging
package import ServiceModel
package import TokenCore

/// Routes requests to the façades by path. Limits and framing were checked before (``RequestGuard``); the request is recorded by
/// ``GatewayServer``.
package final class RequestDispatcher: Sendable {
    let basePath: [String]
    let verifyPath: VerifyPath
    let rest: RESTFacade
    let soap: SOAPFacade
    let oauth: OAuthFacade
    let system: SystemEndpoints
    let texts: MessageTexts
    private let origins: AllowedOrigins

    /// - Parameters:
    ///   - baseURL: the public base URL; its path is a prefix of every path.
    ///   - version: of the gateway, for the documents.
    ///   - origins: whose pages may read responses.
    package init(
        table: OperationTable, core: Core, baseURL: PublicURL, texts: MessageTexts, version: String,
        origins: AllowedOrigins = AllowedOrigins(), logger: Logger
    ) {
        let authenticator = Authenticator(tokens: core.tokens, oauth: core.oauth, baseURL: baseURL)
        let documents = GatewayDocuments(of: table, at: baseURL, title: DocumentTitle(version: version))
        let reporter = FaultReporter(logger: logger)
        let errors = RESTErrorWriter(texts: texts)
        let problems = ProblemDetails(texts: texts)
        core.baseURL.set(baseURL.string)
        basePath = baseURL.path.split(separator: "/").map(String.init)
        verifyPath = VerifyPath(below: baseURL.path)
        self.texts = texts
        self.origins = origins
        rest = RESTFacade(
            table: table, directory: core.directory, authenticator: authenticator,
            documents: RESTDocuments(documents: documents, authenticator: authenticator), errors: errors, reporter: reporter)
        soap = SOAPFacade(
            table: table, baseURL: baseURL, directory: core.directory, authenticator: authenticator,
            documents: SOAPDocuments(
                table: table, baseURL: baseURL, documents: documents, authenticator: authenticator, errors: errors),
            faults: FaultWriter(texts: texts), reporter: reporter)
        oauth = OAuthFacade(authority: core.oauth, baseURL: baseURL, texts: texts, reporter: reporter)
        system = SystemEndpoints(
            core: core, documents: documents,
            tokens: TokenEndpoints(
                authenticator: authenticator, clients: core.clients, revocation: core.revocation, directory: core.directory,
                issuer: baseURL.string, problems: problems, reporter: reporter),
            problems: problems)
    }

    package func respond(to request: GatewayRequest) async -> GatewayResponse {
        var response: GatewayResponse
        let endpoint = route(for: request.path)
        switch endpoint {
        case .rest(let segments): response = await rest.respond(to: request, segments)
        case .soap(let segments): response = await soap.respond(to: request, segments)
        case .oauth(let step): response = await oauth.respond(to: request, step)
        case .verify(let form): response = await system.tokens.respond(to: request, .verify, form)
        case .system(let segments): response = await system.respond(to: request, segments)
        }
        if endpoint.allowsOrigins { origins.addFields(to: &response, for: request) }
        response.headers[.requestID] = request.origin.requestID
        return response
    }

    /// The response to a request that the listener refuses, in the protocol of its path (contract: `rest.md` §14, `soap.md` §9).
    package func refuse(_ request: GatewayRequest, _ fault: Fault) -> GatewayResponse {
        var response: GatewayResponse
        let endpoint = route(for: request.path)
        switch endpoint {
        case .rest:
            var context = RESTContext(request: request, format: Negotiation.format(accept: request.headers.accept))
            context.template = "refused"
            response = context.refusal(fault, rest.errors)
        case .soap:
            var context = SOAPContext(request: request, version: SOAPVersion(guessedFrom: request.headers[.contentType]))
            context.template = "refused"
            context.namespace = soap.baseURL.string + "/soap"
            response = context.refusal(fault, soap.faults)
        case .oauth(let step): response = oauth.refuse(fault, step)
        case .verify, .system: response = system.refuse(fault)
        }
        if endpoint.allowsOrigins { origins.addFields(to: &response, for: request) }
        response.headers[.requestID] = request.origin.requestID
        return response
    }

    private enum Endpoint {
        /// The segments after `rest` or `soap`.
        case rest([String])
        case soap([String])
        case oauth(OAuthFacade.Step)
        case verify(VerifyPath.Form)
        /// The segments below the base URL; `nil` for a target outside of it.
        case system([String]?)

        /// Whether pages of other origins may be allowed to read the responses (contract: `gateway.md` §5).
        var allowsOrigins: Bool {
            switch self {
            case .rest: true
            case .soap, .oauth, .verify: false
            case .system(let segments):
                switch segments.flatMap({ TokenEndpoints.Endpoint(rawValue: $0.joined(separator: "/")) }) {
                case .introspect, .revoke: true
                case .verify, nil: false
                }
            }
        }
    }

    private func route(for path: String) -> Endpoint {
        if let form = verifyPath.form(of: path) { return .verify(form) }
        guard var segments = Self.segments(of: path), segments.count >= basePath.count,
            zip(segments, basePath).allSatisfy({ $0.utf8Equals($1) })
        else { return .system(nil) }
        segments.removeFirst(basePath.count)
        let facade = segments.first == "index.php" ? segments.dropFirst() : segments[...]
        switch facade.first {
        case "rest": return .rest(Array(facade.dropFirst()))
        case "soap": return .soap(Array(facade.dropFirst()))
        case "oauth": return OAuthFacade.step(facade.dropFirst()).map(Endpoint.oauth) ?? .system(segments)
        default: return .system(segments)
        }
    }

    /// Leading and trailing slashes are ignored. Empty segments between others are kept and match nothing.
    /// - Returns: `nil` for a target that is not a path, such as `*`.
    private static func segments(of path: String) -> [String]? {
        guard path.utf8.first == UInt8(ascii: "/") else { return nil }
        var parts = path.split(separator: "/", omittingEmptySubsequences: false)[...]
        parts = parts.drop { $0.isEmpty }
        while parts.last?.isEmpty == true { parts.removeLast() }
        return parts.map(String.init)
    }
}
