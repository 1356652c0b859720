package import ServiceModel

/// The list of services at `?wsdl_list` (contract: `soap.md` §3).
package enum ServiceList {
    /// All services, whoever asks, in the order of the table. Its names are final.
    package static func json(of table: OperationTable, at address: ServiceAddress, in store: StoreScope) -> Wire {
        var list = WireObject()
        for service in table.services {
            list.append(service, ["wsdl_endpoint": .text(address.wsdlEndpoint(in: store, service: service))])
        }
        return .object(list)
    }
}
