import HTTPTypes
package import ServiceModel

/// WSDL documents and the list of services (contract: `soap.md` §1, §3, §4).
struct SOAPDocuments: Sendable {
    let table: OperationTable
    let baseURL: PublicURL
    let documents: GatewayDocuments
    let authenticator: Authenticator
    let errors: RESTErrorWriter

    /// Whether the query requests a document, whatever the method.
    static func isRequested(by query: QueryParameters) -> Bool {
        query.has("wsdl") || query.has("wsdl_list")
    }

    /// Whether the request gets a document: WSDL by GET, HEAD or POST, the list by GET or HEAD.
    static func serves(_ request: GatewayRequest, _ query: QueryParameters) -> Bool {
        switch request.method {
        case "GET", "HEAD": isRequested(by: query)
        case "POST": query.has("wsdl")
        default: false
        }
    }

    func respond(_ context: inout SOAPContext, _ query: QueryParameters, _ store: StoreScope) async throws(Fault) -> GatewayResponse {
        guard query.has("wsdl") else { return list(&context, store) }
        context.template = "/soap/{store}?wsdl"
        var authentication = Authentication.guest
        do {
            try await authenticator.authenticate(context.request, into: &authentication)
        } catch {
            context.challenge = authentication.challenge(denied: false)
            throw error
        }
        context.challenge = authentication.challenge(denied: true)
        let names = try ServiceNames(query.last("services"))
        for name in names.names where table.operations(of: name) == nil {
            throw Fault(.soapServiceUnknown, [.init(.text(name))])
        }
        let unknown = query.pairs.map(\.name).filter { !["wsdl", "wsdl_list", "services", "soap"].contains($0) }
        guard unknown.isEmpty else { throw Fault(.soapParameters, [.init(.text(unknown.joined(separator: ", ")))]) }
        guard let versions = SOAPVersions(query.last("soap")) else { throw Fault(.soapParameters, [.init(.text("soap"))]) }
        context.namespace = baseURL.soapNamespace(in: store, services: names)
        let document = try await documents.wsdl(
            services: query.last("services"), versions: versions, for: authentication.caller, in: store)
        return document.response(
            to: context.request, headers: [.vary: "Authorization"], template: context.template)
    }

    private func list(_ context: inout SOAPContext, _ store: StoreScope) -> GatewayResponse {
        context.template = "/soap/{store}?wsdl_list"
        let accept = context.request.headers.accept
        guard let format = Negotiation.format(accept: accept) else {
            return errors.fallback(Fault(.acceptUnsupported), accept: accept, template: context.template)
        }
        let wire = ServiceList.json(of: table, at: baseURL, in: store)
        let type = format == .json ? "application/json; charset=UTF-8" : "application/xml; charset=UTF-8"
        let body = format == .json ? JSONWriter.write(wire) : XMLResponse.write(wire, snakeCase: false)
        return GatewayResponse(
            status: 200, headers: [.cacheControl: "no-store", .vary: "Accept", .xContentTypeOptions: "nosniff", .contentType: type],
            body: body, template: context.template)
    }
}

/// The list of services at `?wsdl_list` (contract: `soap.md` §3).
package enum ServiceList {
    /// All services in the order of the table, whatever the caller's permissions.
    package static func json(of table: OperationTable, at baseURL: PublicURL, in store: StoreScope) -> Wire {
        var list = WireObject()
        for service in table.services {
            list.append(service, ["wsdl_endpoint": .text(baseURL.wsdlEndpoint(in: store, service: service))])
        }
        return .object(list)
    }
}
