package import ServiceModel

/// Every document of one gateway, for its routes: decides who sees what, renders and keeps.
package struct GatewayDocuments: Sendable {
    private let services: [DocumentedService]
    private let address: ServiceAddress
    private let title: DocumentTitle
    private let cache: DocumentCache

    package init(
        of table: OperationTable, at address: ServiceAddress, title: DocumentTitle, cache: DocumentCache = DocumentCache()
    ) {
        services = [DocumentedService](table.operations.map(\.description))
        self.address = address
        self.title = title
        self.cache = cache
    }

    /// What `?wsdl` answers (contract: `soap.md` §1, §4).
    /// - Parameter services: the value of the last `services` parameter, decoded.
    /// - Throws: `soap.services`, `soap.service-unknown`, `auth.denied`.
    package func wsdl(
        services: String?, versions: SOAPVersions, for caller: Caller, in store: StoreScope
    ) async throws(Fault) -> Document {
        let names = try ServiceNames(services)
        let shown = try DocumentRights(self.services, of: caller, in: store).wsdl(names)
        let code = ServiceAddress.code(of: store)
        return await cache.document(.init(.wsdl(versions), store: code, asked: names.names, shown: shown)) {
            let namespace = address.soapNamespace(in: store, services: names)
            return Document(
                WSDLDocument(of: shown, namespace: namespace, versions: versions).rendered(), mediaType: Document.wsdlType)
        }
    }

    /// What `schema` answers: Swagger 2.0 (contract: `rest.md` §15).
    /// - Parameter services: the value of the last `services` parameter, decoded.
    /// - Throws: `soap.services`, `soap.service-unknown`.
    package func swagger(services: String?, for caller: Caller, in store: StoreScope) async throws(Fault) -> Document {
        let shown = try DocumentRights(self.services, of: caller, in: store).schema(ServiceNames.schema(services))
        let code = ServiceAddress.code(of: store)
        return await cache.document(.init(.swagger, store: code, asked: [], shown: shown)) {
            Document(json: SwaggerDocument(of: shown, at: address, in: store, title: title).json())
        }
    }

    /// Whom a document is for, in which store.
    package typealias Reader = (caller: Caller, store: StoreScope)

    /// REST in OpenAPI 3.1.
    /// - Parameter reader: is shown what the caller may use; `nil` is shown everything.
    package func openAPI(for reader: Reader? = nil) async -> Document {
        let shown = rights(of: reader).all
        return await cache.document(.init(.openAPI, store: "", asked: [], shown: shown)) {
            Document(json: OpenAPIDocument(of: shown, at: address, title: title).json())
        }
    }

    /// The page for people.
    /// - Parameter reader: is shown what the caller may use; `nil` is shown everything.
    package func page(for reader: Reader? = nil) async -> Document {
        let shown = rights(of: reader).all
        return await cache.document(.init(.page, store: "", asked: [], shown: shown)) {
            Document(DocsPage(of: shown, at: address, title: title).rendered(), mediaType: Document.pageType)
        }
    }

    /// The links at the base URL.
    func index(_ format: IndexDocument.Format) -> Document {
        IndexDocument(at: address, title: title).rendered(format)
    }

    private func rights(of reader: Reader?) -> DocumentRights {
        reader.map { DocumentRights(services, of: $0.caller, in: $0.store) } ?? .unrestricted(services)
    }
}

extension Document {
    /// A schema document, whose empty objects stay objects.
    package init(json wire: Wire) {
        self.init(JSONWriter.write(wire, emptyObjectAsList: false), mediaType: Self.schemaType)
    }
}
