package import ServiceModel

/// The documents of one gateway, filtered by permission and cached.
package struct GatewayDocuments: Sendable {
    private let services: [DocumentedService]
    private let baseURL: PublicURL
    private let title: DocumentTitle
    private let cache: DocumentCache

    package init(
        of table: OperationTable, at baseURL: PublicURL, title: DocumentTitle, cache: DocumentCache = DocumentCache()
    ) {
        services = [DocumentedService](table.operations.map(\.description))
        self.baseURL = baseURL
        self.title = title
        self.cache = cache
    }

    /// The WSDL document (contract: `soap.md` §1, §4).
    /// - Parameter services: the value of the last `services` parameter, decoded.
    /// - Throws: `soap.services`, `soap.service-unknown`, `auth.denied`.
    package func wsdl(
        services: String?, versions: SOAPVersions, for caller: Caller, in store: StoreScope
    ) async throws(Fault) -> Document {
        let names = try ServiceNames(services)
        let shown = try DocumentRights(self.services, of: caller, in: store).wsdl(names)
        let code = PublicURL.code(of: store)
        return await cache.document(.init(.wsdl(versions), store: code, requested: names.names, shown: shown)) {
            let namespace = baseURL.soapNamespace(in: store, services: names)
            return Document(
                WSDLDocument(of: shown, namespace: namespace, versions: versions).rendered(), mediaType: Document.wsdlType)
        }
    }

    /// The Swagger 2.0 document (contract: `rest.md` §15).
    /// - Parameter services: the value of the last `services` parameter, decoded.
    /// - Throws: `soap.services`, `soap.service-unknown`.
    package func swagger(services: String?, for caller: Caller, in store: StoreScope) async throws(Fault) -> Document {
        let shown = try DocumentRights(self.services, of: caller, in: store).schema(ServiceNames.schema(services))
        let code = PublicURL.code(of: store)
        return await cache.document(.init(.swagger, store: code, requested: [], shown: shown)) {
            Document(json: SwaggerDocument(of: shown, at: baseURL, in: store, title: title).json())
        }
    }

    /// The caller and the store that a document is filtered for.
    package typealias Reader = (caller: Caller, store: StoreScope)

    /// The OpenAPI 3.1 document of REST.
    /// - Parameter reader: sees permitted operations only; `nil` shows all.
    package func openAPI(for reader: Reader? = nil) async -> Document {
        let shown = rights(of: reader).all
        return await cache.document(.init(.openAPI, store: "", requested: [], shown: shown)) {
            Document(json: OpenAPIDocument(of: shown, at: baseURL, title: title).json())
        }
    }

    /// The HTML documentation.
    /// - Parameter reader: sees permitted operations only; `nil` shows all.
    package func page(for reader: Reader? = nil) async -> Document {
        let shown = rights(of: reader).all
        return await cache.document(.init(.page, store: "", requested: [], shown: shown)) {
            Document(DocsPage(of: shown, at: baseURL, title: title).rendered(), mediaType: Document.pageType)
        }
    }

    /// The index at the base URL.
    func index(_ format: IndexDocument.Format) -> Document {
        IndexDocument(at: baseURL, title: title).rendered(format)
    }

    private func rights(of reader: Reader?) -> DocumentRights {
        reader.map { DocumentRights(services, of: $0.caller, in: $0.store) } ?? .unrestricted(services)
    }
}

extension Document {
    /// A JSON document, in which empty objects are `{}`.
    package init(json wire: Wire) {
        self.init(JSONWriter.write(wire, emptyObjectAsList: false), mediaType: Self.schemaType)
    }
}
