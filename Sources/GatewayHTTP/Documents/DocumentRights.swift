package import ServiceModel

/// Determines which operations documents show to a caller: those that the caller may call in the same store. The permission `self` is
/// evaluated for customers of that store (contract: `soap.md` §4, `tokens.md` §7).
package struct DocumentRights: Sendable {
    private let services: [DocumentedService]
    private let mayUse: @Sendable (OperationDescription) -> Bool

    /// - Parameter services: all services.
    package init(_ services: [DocumentedService], of caller: Caller, in store: StoreScope) {
        self.services = services
        mayUse = { caller.mayUse($0.resources, in: store) }
    }

    private init(_ services: [DocumentedService]) {
        self.services = services
        mayUse = { _ in true }
    }

    /// Shows every operation, for documents that a command renders.
    package static func unrestricted(_ services: [DocumentedService]) -> DocumentRights {
        DocumentRights(services)
    }

    /// All permitted operations in declaration order, including those without a REST route.
    package var all: [DocumentedService] {
        permitted(services)
    }

    /// The services of a WSDL document, without those that have no permitted operation.
    /// - Throws: `soap.service-unknown`; `auth.denied` with the resources of all operations of these services if none is permitted.
    package func wsdl(_ names: ServiceNames) throws(Fault) -> [DocumentedService] {
        let requested = try services(named: names)
        let shown = permitted(requested)
        guard shown.isEmpty else { return shown }
        throw .denied(Self.resources(of: requested))
    }

    /// The services of a schema document: permitted operations with a REST route. May be empty (contract: `rest.md` §15).
    /// - Parameter names: `nil` for all services.
    /// - Throws: `soap.service-unknown`.
    package func schema(_ names: ServiceNames?) throws(Fault) -> [DocumentedService] {
        guard let names else { return all.offeredByREST }
        return permitted(try services(named: names)).offeredByREST
    }

    private func services(named names: ServiceNames) throws(Fault) -> [DocumentedService] {
        var found: [DocumentedService] = []
        for name in names.names {
            guard let service = services.first(where: { $0.name == name }) else { throw Fault(.soapServiceUnknown, [.init(.text(name))]) }
            found.append(service)
        }
        return found
    }

    private func permitted(_ services: [DocumentedService]) -> [DocumentedService] {
        services.map { .init(name: $0.name, operations: $0.operations.filter(mayUse)) }.filter { !$0.operations.isEmpty }
    }

    /// Without duplicates, in the order of the operations.
    private static func resources(of services: [DocumentedService]) -> [Resource] {
        var seen: Set<String> = []
        return services.flatMap(\.operations).flatMap(\.resources).filter { seen.insert($0.name).inserted }
    }
}
