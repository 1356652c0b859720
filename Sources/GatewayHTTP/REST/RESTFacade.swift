import HTTPTypes
import ServiceModel
import TokenCore

/// Everything below `/rest`: the checks of `rest.md` §3 in their order, the first that fails answers.
struct RESTFacade: Sendable {
    let table: OperationTable
    let directory: SiteDirectory
    let authenticator: Authenticator
    let documents: RESTDocuments
    let errors: RESTError
    let reporter: FaultReporter

    /// - Parameter segments: what follows `rest` in the path.
    func respond(to request: GatewayRequest, _ segments: [String]) async -> GatewayResponse {
        var exchange = RESTExchange(request: request, format: Negotiation.format(accept: request.headers.accept))
        do {
            return try await run(&exchange, segments)
        } catch {
            return exchange.refusal(reporter.report(error, of: request), errors)
        }
    }

    private func run(_ exchange: inout RESTExchange, _ segments: [String]) async throws(Fault) -> GatewayResponse {
        let request = exchange.request
        let query = try QueryParameters(request.query)
        let isSuffixed = segments.withoutXMLSuffix != nil
        if isSuffixed, Negotiation.leavesChoice(request.headers.accept) { exchange.format = .xml }
        let method = request.isHead ? "GET" : request.method
        let known = Route.Method(rawValue: method)
        let snapshot = try await directory.current()
        guard known != nil || method == "OPTIONS" else {
            exchange.allow = allowed(segments, snapshot)
            throw Fault(.methodUnsupported, [.init(.text(request.method))])
        }
        if method != "OPTIONS", !exchange.isAcceptable, !Self.namesSchema(segments, snapshot) { throw Fault(.acceptUnsupported) }
        let address = try RESTAddress(segments, snapshot)
        switch address.target {
        case .schema:
            exchange.template = "/rest/{store}/schema"
            return try await documents.answer(&exchange, query, address.store, known)
        case .route(let path): return try await call(&exchange, query, path, address.store, known)
        }
    }

    /// The schema document is not negotiated.
    private static func namesSchema(_ segments: [String], _ snapshot: SiteConfiguration) -> Bool {
        guard let last = segments.last, last.utf8Equals("schema") else { return false }
        return segments.count == 1 || (segments.count == 2 && segments.first.flatMap { snapshot.scope(code: $0) } != nil)
    }

    /// What a path serves, for `Allow`; everything where the path is unknown.
    private func allowed(_ segments: [String], _ snapshot: SiteConfiguration) -> String {
        guard let address = try? RESTAddress(segments, snapshot) else { return AllowedMethods.all }
        switch address.target {
        case .schema: return AllowedMethods.list([.get])
        case .route(let path):
            let matches = table.matches(find(path).path)
            return matches.isEmpty ? AllowedMethods.all : AllowedMethods.list(matches.keys)
        }
    }

    /// The path that routes are looked up by: as written if that is a literal route, else without `.xml`.
    private func find(_ path: [String]) -> (path: [String], isSuffixed: Bool) {
        if let plain = path.withoutXMLSuffix, !table.isLiteral(path) { return (plain, true) }
        return (path, false)
    }

    private func call(
        _ exchange: inout RESTExchange, _ query: QueryParameters, _ path: [String], _ store: StoreScope, _ method: Route.Method?
    ) async throws(Fault) -> GatewayResponse {
        let (path, isSuffixed) = find(path)
        guard let method, let match = table.match(path, method) else { return try options(&exchange, path, method) }
        let operation = match.operation
        exchange.template = Self.template(operation)
        let variables = RESTParameters.decoded(match.variables)
        try await authorize(&exchange, operation, store)
        let (parameters, rules) = try parameters(exchange.request, query, operation, variables, isSuffixed: isSuffixed)
        if operation.description.verifiesCredentials(for: parameters) {
            try await authenticate(&exchange)
        }
        let context = CallContext(caller: exchange.authenticated.caller, store: store, origin: exchange.request.origin.entering(.rest))
        let result = try await operation.call(parameters, rules: rules, context: context)
        return exchange.success(result, output: operation.description.output, fields: query.last("fields"))
    }

    /// What is served there, for OPTIONS and for a method that is not.
    private func options(_ exchange: inout RESTExchange, _ path: [String], _ method: Route.Method?) throws(Fault) -> GatewayResponse {
        let matches = table.matches(path)
        guard let any = matches.values.first else { throw Fault(.routeUnknown) }
        exchange.template = Self.template(any.operation)
        exchange.allow = AllowedMethods.list(matches.keys)
        guard method == nil else { throw Fault(.methodUnsupported, [.init(.text(exchange.request.method))]) }
        return exchange.options()
    }

    private static func template(_ operation: AnyOperation) -> String {
        "/rest/{store}" + (operation.description.route?.path ?? "")
    }

    /// Anonymous operations do not look at credentials, except for some of their parameters.
    private func authorize(_ exchange: inout RESTExchange, _ operation: AnyOperation, _ store: StoreScope) async throws(Fault) {
        guard !operation.description.isAnonymous else { return }
        try await authenticate(&exchange)
        try operation.authorize(exchange.authenticated.caller, in: store)
    }

    /// Credentials that fail are told of in the challenge, too.
    private func authenticate(_ exchange: inout RESTExchange) async throws(Fault) {
        do {
            exchange.authenticated = try await authenticator.authenticate(exchange.request)
        } catch {
            exchange.authenticated = Authenticated(presenting: exchange.request.headers)
            throw error
        }
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
