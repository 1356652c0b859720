import HTTPTypes
import SafeXML
import ServiceModel
import TokenCore

/// Everything below `/soap`: calls, WSDL documents, the list of services (contract: `soap.md`).
struct SOAPFacade: Sendable {
    let table: OperationTable
    let baseURL: PublicURL
    let directory: SiteDirectory
    let authenticator: Authenticator
    let documents: SOAPDocuments
    let faults: FaultWriter
    let reporter: FaultReporter

    /// - Parameter segments: the segments after `soap`.
    func respond(to request: GatewayRequest, _ segments: [String]) async -> GatewayResponse {
        var context = SOAPContext(request: request, version: SOAPVersion(guessedFrom: request.headers[.contentType]))
        do {
            let query = try query(of: request, &context)
            let store = try await store(segments)
            context.namespace = baseURL.string + "/soap/" + PublicURL.code(of: store)
            if context.servesDocument { return try await documents.respond(&context, query, store) }
            try checkMethod(&context)
            if request.method == "OPTIONS" { return context.options() }
            return try await call(&context, query, store)
        } catch {
            return context.refusal(reporter.report(error, of: request), faults)
        }
    }

    private func query(of request: GatewayRequest, _ context: inout SOAPContext) throws(Fault) -> QueryParameters {
        do {
            let query = try QueryParameters(request.query)
            context.servesDocument = SOAPDocuments.serves(request, query)
            context.requestsDocument = SOAPDocuments.isRequested(by: query)
            return query
        } catch {
            // A query that cannot be decoded names no services. Its beginning still shows whether it requests a document.
            context.servesDocument = request.method != "POST" && (request.query ?? "").hasPrefix("wsdl")
            throw Fault(.soapServices)
        }
    }

    /// The store of a path; an unknown code selects the default store (contract: `soap.md` §1).
    private func store(_ segments: [String]) async throws(Fault) -> StoreScope {
        let sites = try await directory.current()
        guard let store = segments.first.flatMap({ sites.scope(code: $0) }) ?? sites.defaultScope else {
            throw Fault(.internal, cause: "there is no default store")
        }
        return store
    }

    private func checkMethod(_ context: inout SOAPContext) throws(Fault) {
        context.allow = context.requestsDocument ? "GET, HEAD, POST, OPTIONS" : "POST, OPTIONS"
        guard ["POST", "OPTIONS"].contains(context.request.method) else { throw Fault(.soapMethod) }
    }

    /// The checks of `soap.md` §6 in their order.
    private func call(
        _ context: inout SOAPContext, _ query: QueryParameters, _ store: StoreScope
    ) async throws(Fault) -> GatewayResponse {
        try checkMedia(context.request.headers)
        let root = try read(context.request.body)
        guard root.name.local.utf8Equals("Envelope"), let version = SOAPVersion(namespace: root.name.namespace) else {
            context.version = .v12
            throw Fault(.soapVersion)
        }
        context.version = version
        let names = try ServiceNames(query.last("services"))
        context.namespace = baseURL.soapNamespace(in: store, services: names)
        for name in names.names where table.operations(of: name) == nil {
            throw Fault(.soapServiceUnknown, [.init(.text(name))])
        }
        let envelope = try Envelope(root, version: version, notUnderstood: &context.notUnderstood)
        context.namespace = envelope.payload.name.namespace ?? context.namespace
        let operation = try operation(envelope.payload.name.local, names)
        context.template = "/soap/{store} " + operation.description.name
        try checkAction(context.request.headers, operation)
        var authentication = Authentication.guest
        let result = try await operation.call(for: context.request, by: .soap, in: store, authenticator, &authentication) {
            () throws(Fault) in
            (InputRules.soap.removingAbsentZeros(try SOAPParameters.read(envelope.payload), operation.description.input), .soap)
        }
        return context.success(result, operation.description)
    }

    private func checkMedia(_ headers: RequestFields) throws(Fault) {
        try ContentType.checkCoding(headers)
        let type = headers[.contentType].map(ContentType.essence) ?? ""
        if FieldSyntax.equalsIgnoringCase(Substring(type.utf8.prefix(10)), "multipart/") {
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

    /// The operation of a Body element, by its local name (D32).
    private func operation(_ element: String, _ names: ServiceNames) throws(Fault) -> AnyOperation {
        if element.utf8.suffix(7).elementsEqual("Request".utf8),
            let found = table.operation(named: String(Substring(element.utf8.dropLast(7)))),
            names.names.contains(found.description.service)
        {
            return found
        }
        throw Fault(.soapOperationUnknown, [.init(.text(element))])
    }

    /// Refuses an action that names another operation than the Body: a filter that reads the action would see another request (D34).
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
}

/// The action of a request, from `SOAPAction` (SOAP 1.1) or the media type (SOAP 1.2).
enum SOAPAction {
    private static let quotationMark = UInt8(ascii: "\"")

    /// The text between the quotation marks. `nil` without them; such an action is ignored (contract: `soap.md` §5).
    static func quoted(_ text: Substring) -> Substring? {
        let inner = FieldSyntax.trimmed(text)
        guard inner.utf8.count >= 2, inner.utf8.first == quotationMark, inner.utf8.last == quotationMark else { return nil }
        return Substring(inner.utf8.dropFirst().dropLast())
    }

    /// The `action` parameter of `application/soap+xml` (RFC 3902); `nil` unless there is exactly one.
    static func parameter(of contentType: String?) -> Substring? {
        var found: Substring?
        for part in (contentType ?? "").utf8.split(separator: UInt8(ascii: ";")).dropFirst() {
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")),
                FieldSyntax.equalsIgnoringCase(FieldSyntax.trimmed(Substring(part[..<equals])), "action")
            else { continue }
            guard found == nil else { return nil }
            found = Substring(part[part.index(after: equals)...])
        }
        return found
    }
}
