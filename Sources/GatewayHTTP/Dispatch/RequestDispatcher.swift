import HTTPTypes
package import Logging
package import ServiceModel
package import TokenCore

/// What happens to every request, in this order: address, then the façade it belongs to. Limits and framing were checked before
/// (`RequestGuard`); the record of it is written around it (`GatewayServer`).
package final class RequestDispatcher: Sendable {
    let basePath: [String]
    /// Where token checks are answered.
    let verify: VerifyAddress
    let rest: RESTFacade
    let soap: SOAPFacade
    let oauth: OAuthFacade
    let pages: SystemEndpoints
    let texts: MessageTexts
    private let origins: AllowedOrigins

    /// - Parameters:
    ///   - address: the public base URL; its path is a prefix of every address.
    ///   - version: of the gateway, for the documents.
    ///   - origins: whose pages may read answers.
    package init(
        table: OperationTable, core: Core, address: ServiceAddress, texts: MessageTexts, version: String,
        origins: AllowedOrigins = AllowedOrigins(), logger: Logger
    ) {
        let authenticator = Authenticator(tokens: core.tokens, oauth: core.oauth, address: address)
        let documents = GatewayDocuments(
            of: table, at: address, title: DocumentTitle(version: version))
        let reporter = FaultReporter(logger: logger)
        core.baseURL.set(address.base)
        basePath = address.path.split(separator: "/").map(String.init)
        verify = VerifyAddress(below: address.path)
        self.texts = texts
        self.origins = origins
        rest = RESTFacade(
            table: table, directory: core.directory, authenticator: authenticator,
            documents: RESTDocuments(documents: documents, authenticator: authenticator), errors: RESTError(texts: texts),
            reporter: reporter)
        soap = SOAPFacade(
            table: table, address: address, directory: core.directory, authenticator: authenticator,
            documents: SOAPDocuments(
                table: table, address: address, documents: documents, authenticator: authenticator, errors: RESTError(texts: texts)),
            faults: FaultWriter(texts: texts), reporter: reporter)
        oauth = OAuthFacade(authority: core.oauth, address: address, texts: texts, reporter: reporter)
        let problems = Problem(texts: texts)
        pages = SystemEndpoints(
            core: core, documents: documents,
            tokens: TokenEndpoints(
                authenticator: authenticator, clients: core.clients, revocation: core.revocation, directory: core.directory,
                issuer: address.base,
                problems: problems, reporter: reporter),
            problems: problems)
    }

    package func respond(to request: GatewayRequest) async -> GatewayResponse {
        var response: GatewayResponse
        let place = place(of: request.path)
        switch place {
        case .rest(let segments): response = await rest.respond(to: request, segments)
        case .soap(let segments): response = await soap.respond(to: request, segments)
        case .oauth(let step): response = await oauth.respond(to: request, step)
        case .verify(let form): response = await pages.tokens.respond(to: request, .verify, form)
        case .page(let segments): response = await pages.respond(to: request, segments)
        }
        if place.isForBrowsers { origins.mark(&response, to: request) }
        response.headers[.requestID] = request.origin.requestID
        return response
    }

    /// The answer to a request that the listener refuses, in the protocol of its address (contract: `rest.md` §14, `soap.md` §9).
    package func refuse(_ request: GatewayRequest, _ fault: Fault) -> GatewayResponse {
        var response: GatewayResponse
        let place = place(of: request.path)
        switch place {
        case .rest:
            var exchange = RESTExchange(request: request, format: Negotiation.format(accept: request.headers.accept))
            exchange.template = "refused"
            response = exchange.refusal(fault, rest.errors)
        case .soap:
            var exchange = SOAPExchange(request: request, version: SOAPVersion(guessedFrom: request.headers[.contentType]))
            exchange.template = "refused"
            exchange.namespace = soap.address.base + "/soap"
            response = exchange.refusal(fault, soap.faults)
        case .oauth(let step): response = oauth.refuse(fault, step)
        case .verify, .page: response = pages.refuse(fault)
        }
        if place.isForBrowsers { origins.mark(&response, to: request) }
        response.headers[.requestID] = request.origin.requestID
        return response
    }

    private enum Place {
        /// Segments after `rest` or `soap`.
        case rest([String])
        case soap([String])
        case oauth(OAuthFacade.Step)
        case verify(VerifyAddress.Form)
        /// Segments below the base URL; `nil` for a target that is not below it.
        case page([String]?)

        /// Pages of other origins may be allowed to read what is there (contract: `gateway.md` §5).
        var isForBrowsers: Bool {
            switch self {
            case .rest: true
            case .soap, .oauth, .verify: false
            case .page(let segments):
                switch segments.flatMap({ TokenEndpoints.Page(rawValue: $0.joined(separator: "/")) }) {
                case .introspect, .revoke: true
                case .verify, nil: false
                }
            }
        }
    }

    private func place(of path: String) -> Place {
        if let form = verify.form(of: path) { return .verify(form) }
        guard var segments = Self.segments(of: path), segments.count >= basePath.count,
            zip(segments, basePath).allSatisfy({ $0.utf8Equals($1) })
        else { return .page(nil) }
        segments.removeFirst(basePath.count)
        let named = segments.first == "index.php" ? segments.dropFirst() : segments[...]
        switch named.first {
        case "rest": return .rest(Array(named.dropFirst()))
        case "soap": return .soap(Array(named.dropFirst()))
        case "oauth": return OAuthFacade.step(named.dropFirst()).map(Place.oauth) ?? .page(segments)
        default: return .page(segments)
        }
    }

    /// Leading and trailing slashes are ignored, empty inner segments are kept and match nothing.
    /// - Returns: `nil` for a target that is no path, as `*` is.
    private static func segments(of path: String) -> [String]? {
        guard path.utf8.first == UInt8(ascii: "/") else { return nil }
        var parts = path.split(separator: "/", omittingEmptySubsequences: false)[...]
        parts = parts.drop { $0.isEmpty }
        while parts.last?.isEmpty == true { parts.removeLast() }
        return parts.map(String.init)
    }
}
