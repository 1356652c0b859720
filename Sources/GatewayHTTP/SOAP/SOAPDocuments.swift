import HTTPTypes
import ServiceModel

/// WSDL documents and the list of services (contract: `soap.md` §1, §3, §4).
struct SOAPDocuments: Sendable {
    let table: OperationTable
    let address: ServiceAddress
    let documents: GatewayDocuments
    let authenticator: Authenticator
    let errors: RESTError

    static func isAsked(_ query: QueryParameters) -> Bool {
        query.has("wsdl") || query.has("wsdl_list")
    }

    /// WSDL by GET, HEAD or POST, the list by GET or HEAD.
    static func serves(_ request: GatewayRequest, _ query: QueryParameters) -> Bool {
        switch request.method {
        case "GET", "HEAD": isAsked(query)
        case "POST": query.has("wsdl")
        default: false
        }
    }

    func answer(_ exchange: inout SOAPExchange, _ query: QueryParameters, _ store: StoreScope) async throws(Fault) -> GatewayResponse {
        guard query.has("wsdl") else { return list(&exchange, store) }
        exchange.template = "/soap/{store}?wsdl"
        let authenticated: Authenticated
        do {
            authenticated = try await authenticator.authenticate(exchange.request)
        } catch {
            exchange.challenge = Authenticated(presenting: exchange.request.headers).challenge(denied: false)
            throw error
        }
        exchange.challenge = authenticated.challenge(denied: true)
        let names = try ServiceNames(query.last("services"))
        for name in names.names where table.operations(of: name) == nil {
            throw Fault(.soapServiceUnknown, [.init(.text(name))])
        }
        let strange = query.pairs.map(\.name).filter { !["wsdl", "wsdl_list", "services", "soap"].contains($0) }
        guard strange.isEmpty else { throw Fault(.soapParameters, [.init(.text(strange.joined(separator: ", ")))]) }
        guard let versions = SOAPVersions(query.last("soap")) else { throw Fault(.soapParameters, [.init(.text("soap"))]) }
        exchange.namespace = address.soapNamespace(in: store, services: names)
        let document = try await documents.wsdl(
            services: query.last("services"), versions: versions, for: authenticated.caller, in: store)
        return document.response(
            to: exchange.request, headers: [.vary: "Authorization"], template: exchange.template)
    }

    private func list(_ exchange: inout SOAPExchange, _ store: StoreScope) -> GatewayResponse {
        exchange.template = "/soap/{store}?wsdl_list"
        let accept = exchange.request.headers.accept
        guard let format = Negotiation.format(accept: accept) else {
            return errors.fallback(Fault(.acceptUnsupported), accept: accept, template: exchange.template)
        }
        let wire = ServiceList.json(of: table, at: address, in: store)
        let type = format == .json ? "application/json; charset=UTF-8" : "application/xml; charset=UTF-8"
        let body = format == .json ? JSONWriter.write(wire) : XMLResponse.write(wire, snakeCase: false)
        return GatewayResponse(
            status: 200, headers: [.cacheControl: "no-store", .vary: "Accept", .xContentTypeOptions: "nosniff", .contentType: type],
            body: body, template: exchange.template)
    }
}
