import HTTPTypes
import SafeXML
import ServiceModel
import TokenCore

/// Everything below `/soap`: calls, WSDL documents, the list of services (contract: `soap.md`).
struct SOAPFacade: Sendable {
    let table: OperationTable
    let address: ServiceAddress
    let directory: SiteDirectory
    let authenticator: Authenticator
    let documents: SOAPDocuments
    let faults: FaultWriter
    let reporter: FaultReporter

    /// - Parameter segments: what follows `soap` in the path.
    func respond(to request: GatewayRequest, _ segments: [String]) async -> GatewayResponse {
        var exchange = SOAPExchange(request: request, version: SOAPVersion(guessedFrom: request.headers[.contentType]))
        do {
            let query = try query(of: request, &exchange)
            let store = try await store(segments)
            exchange.namespace = address.base + "/soap/" + ServiceAddress.code(of: store)
            if exchange.isDocument { return try await documents.answer(&exchange, query, store) }
            try checkMethod(&exchange)
            if request.method == "OPTIONS" { return exchange.options() }
            return try await call(&exchange, query, store)
        } catch {
            return exchange.refusal(reporter.report(error, of: request), faults)
        }
    }

    private func query(of request: GatewayRequest, _ exchange: inout SOAPExchange) throws(Fault) -> QueryParameters {
        do {
            let query = try QueryParameters(request.query)
            exchange.isDocument = SOAPDocuments.serves(request, query)
            exchange.isDescribed = SOAPDocuments.isAsked(query)
            return query
        } catch {
            // What cannot be decoded names no services; whether a document was asked for can still be told.
            exchange.isDocument = request.method != "POST" && (request.query ?? "").hasPrefix("wsdl")
            throw Fault(.soapServices)
        }
    }

    /// An unknown code means the default store (contract: `soap.md` §1).
    private func store(_ segments: [String]) async throws(Fault) -> StoreScope {
        let snapshot = try await directory.current()
        guard let store = segments.first.flatMap({ snapshot.scope(code: $0) }) ?? snapshot.defaultScope else {
            throw Fault(.internal, cause: "there is no default store")
        }
        return store
    }

    private func checkMethod(_ exchange: inout SOAPExchange) throws(Fault) {
        exchange.allow = exchange.isDescribed ? "GET, HEAD, POST, OPTIONS" : "POST, OPTIONS"
        guard ["POST", "OPTIONS"].contains(exchange.request.method) else { throw Fault(.soapMethod) }
    }

    /// The checks of `soap.md` §6 in their order.
    private func call(
        _ exchange: inout SOAPExchange, _ query: QueryParameters, _ store: StoreScope
    ) async throws(Fault) -> GatewayResponse {
        try checkMedia(exchange.request.headers)
        let root = try read(exchange.request.body)
        guard root.name.local.utf8Equals("Envelope"), let version = SOAPVersion(namespace: root.name.namespace) else {
            exchange.version = .v12
            throw Fault(.soapVersion)
        }
        exchange.version = version
        let names = try ServiceNames(query.last("services"))
        exchange.namespace = address.soapNamespace(in: store, services: names)
        for name in names.names where table.operations(of: name) == nil {
            throw Fault(.soapServiceUnknown, [.init(.text(name))])
        }
        let envelope = try Envelope(root, version: version, notUnderstood: &exchange.notUnderstood)
        exchange.namespace = envelope.payload.name.namespace ?? exchange.namespace
        let operation = try operation(envelope.payload.name.local, names)
        exchange.template = "/soap/{store} " + operation.description.name
        try checkAction(exchange.request.headers, operation)
        var authenticated = try await authorize(exchange.request, operation, store)
        let parameters = InputRules.soap.removingAbsentZeros(try SOAPParameters.read(envelope.payload), operation.description.input)
        if operation.description.verifiesCredentials(for: parameters) {
            authenticated = try await authenticator.authenticate(exchange.request)
        }
        let context = CallContext(caller: authenticated.caller, store: store, origin: exchange.request.origin.entering(.soap))
        let result = try await operation.call(parameters, rules: .soap, context: context)
        return exchange.success(result, operation.description)
    }

    private func checkMedia(_ headers: RequestFields) throws(Fault) {
        try ContentType.checkCoding(headers)
        let type = headers[.contentType].map(ContentType.bare) ?? ""
        if ASCII.equalsIgnoringCase(Substring(type.utf8.prefix(10)), "multipart/") {
            throw Fault(.contentTypeUnsupported, [.init(.text(String(type)))], kind: .unsupportedMediaType)
        }
    }

    private func read(_ body: [UInt8]) throws(Fault) -> XMLElement {
        do {
            return try XMLReader.read(body)
        } catch {
            switch error {
            case .doctype: throw Fault(.soapDoctype)
            case .processingInstruction: throw Fault(.soapPI)
            case .malformed, .encoding, .limit: throw Fault(.soapXML)
            }
        }
    }

    /// The local name alone decides (D32).
    private func operation(_ element: String, _ names: ServiceNames) throws(Fault) -> AnyOperation {
        if element.utf8.suffix(7).elementsEqual("Request".utf8),
            let found = table.operation(named: String(Substring(element.utf8.dropLast(7)))),
            names.names.contains(found.description.service)
        {
            return found
        }
        throw Fault(.soapOperationUnknown, [.init(.text(element))])
    }

    /// An action that names another operation is an attempt at splitting the request (D34).
    private func checkAction(_ headers: RequestFields, _ operation: AnyOperation) throws(Fault) {
        let fields = headers[values: .soapAction]
        let header = fields.count == 1 ? fields.first.map { $0[...] } : nil
        for action in [header, SOAPAction.parameter(of: headers[.contentType])] {
            guard let action, let name = SOAPAction.quoted(action), !String(name).utf8Equals(operation.description.name) else {
                continue
            }
            if table.operation(named: String(name)) != nil { throw Fault(.soapActionMismatch) }
        }
    }

    /// Anonymous operations do not look at credentials, except for some of their parameters.
    private func authorize(
        _ request: GatewayRequest, _ operation: AnyOperation, _ store: StoreScope
    ) async throws(Fault) -> Authenticated {
        guard !operation.description.isAnonymous else { return .guest }
        let authenticated = try await authenticator.authenticate(request)
        try operation.authorize(authenticated.caller, in: store)
        return authenticated
    }
}
