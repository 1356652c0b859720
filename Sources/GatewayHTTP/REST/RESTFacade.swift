import HTTPTypes
import ServiceModel
import TokenCore

/// Everything below `/rest`. The checks follow the order of `rest.md` §3.
struct RESTFacade: Sendable {
    let table: OperationTable
    let directory: SiteDirectory
    let authenticator: Authenticator
    let documents: RESTDocuments
    let errors: RESTErrorWriter
    let reporter: FaultReporter

    /// - Parameter segments: the segments after `rest`.
    func respond(to request: GatewayRequest, _ segments: [String]) async -> GatewayResponse {
        var context = RESTContext(request: request, format: Negotiation.format(accept: request.headers.accept))
        do {
            return try await run(&context, segments)
        } catch {
            return context.refusal(reporter.report(error, of: request), errors)
        }
    }

    private func run(_ context: inout RESTContext, _ segments: [String]) async throws(Fault) -> GatewayResponse {
        let request = context.request
        let query = try QueryParameters(request.query)
        let isSuffixed = segments.withoutXMLSuffix != nil
        if isSuffixed, Negotiation.leavesChoice(request.headers.accept) { context.format = .xml }
        let method = request.isHead ? "GET" : request.method
        let known = Route.Method(rawValue: method)
        let sites = try await directory.current()
        guard known != nil || method == "OPTIONS" else {
            context.allow = allowedMethods(segments, sites)
            throw Fault(.methodUnsupported, [.init(.text(request.method))])
        }
        if method != "OPTIONS", !context.isAcceptable, !Self.namesSchema(segments, sites) { throw Fault(.acceptUnsupported) }
        let parsed = try RESTPath(segments, sites)
        switch parsed.target {
        case .schema:
            context.template = "/rest/{store}/schema"
            return try await documents.respond(&context, query, parsed.store, known)
        case .route(let path): return try await call(&context, query, path, parsed.store, known)
        }
    }

    /// Whether the path is that of the schema document, which is not negotiated.
    private static func namesSchema(_ segments: [String], _ sites: SiteConfiguration) -> Bool {
        guard let last = segments.last, last.utf8Equals("schema") else { return false }
        return segments.count == 1 || (segments.count == 2 && segments.first.flatMap { sites.scope(code: $0) } != nil)
    }

    /// The `Allow` value of a path; all methods for an unknown path.
    private func allowedMethods(_ segments: [String], _ sites: SiteConfiguration) -> String {
        guard let parsed = try? RESTPath(segments, sites) else { return AllowedMethods.all }
        switch parsed.target {
        case .schema: return AllowedMethods.list([.get])
        case .route(let path):
            let matches = table.matches(routePath(path).path)
            return matches.isEmpty ? AllowedMethods.all : AllowedMethods.list(matches.keys)
        }
    }

    /// The path that is matched against routes: as sent if it is a literal route, otherwise without `.xml`.
    private func routePath(_ path: [String]) -> (path: [String], isSuffixed: Bool) {
        if let plain = path.withoutXMLSuffix, !table.isLiteral(path) { return (plain, true) }
        return (path, false)
    }

    private func call(
        _ context: inout RESTContext, _ query: QueryParameters, _ path: [String], _ store: StoreScope, _ method: Route.Method?
    ) async throws(Fault) -> GatewayResponse {
        let (path, isSuffixed) = routePath(path)
        guard let method, let match = table.match(path, method) else { return try options(&context, path, method) }
        let operation = match.operation
        context.template = Self.template(operation)
        let request = context.request
        let result = try await operation.call(for: request, by: .rest, in: store, authenticator, &context.authentication) {
            () throws(Fault) in
            try parameters(request, query, operation, RESTParameters.decoded(match.variables), isSuffixed: isSuffixed)
        }
        return context.success(result, output: operation.description.output, fields: query.last("fields"))
    }

    /// The response to OPTIONS, and the fault of a method that the path does not serve.
    private func options(_ context: inout RESTContext, _ path: [String], _ method: Route.Method?) throws(Fault) -> GatewayResponse {
        let matches = table.matches(path)
        guard let any = matches.values.first else { throw Fault(.routeUnknown) }
        context.template = Self.template(any.operation)
        context.allow = AllowedMethods.list(matches.keys)
        guard method == nil else { throw Fault(.methodUnsupported, [.init(.text(context.request.method))]) }
        return context.options()
    }

    private static func template(_ operation: AnyOperation) -> String {
        "/rest/{store}" + (operation.description.route?.path ?? "")
    }

    private func parameters(
        _ request: GatewayRequest, _ parameters: QueryParameters, _ operation: AnyOperation,
        _ variables: [(name: String, value: String)], isSuffixed: Bool
    ) throws(Fault) -> (WireObject, InputRules) {
        let query = parameters.object()
        try RESTParameters.refuseBodyOnly(operation.description, in: query)
        var body = WireObject()
        var rules = InputRules.rest
        if operation.description.route?.method.hasBody == true, !request.body.isEmpty {
            switch try ContentType.format(request.headers, suffixed: isSuffixed) {
            case .xml: (body, rules) = (try XMLBody.read(request.body), .restXML)
            case .json: if case .object(let object) = try JSONReader.read(request.body) { body = object }
            }
        }
        return (RESTParameters.merge(operation.description, body: body, query: query, path: variables), rules)
    }
}
