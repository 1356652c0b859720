package import ServiceModel

/// Which operations a caller finds in documents: those that a call in the same store would be let through to, so `self` is
/// judged for customers in the current store (contract: `soap.md` §4, `tokens.md` §7).
package struct DocumentRights: Sendable {
    private let services: [DocumentedService]
    private let mayUse: @Sendable (OperationDescription) -> Bool

    /// - Parameter services: all there are.
    package init(_ services: [DocumentedService], of caller: Caller, in store: StoreScope) {
        self.services = services
        mayUse = { caller.mayUse($0.resources, in: store) }
    }

    private init(_ services: [DocumentedService]) {
        self.services = services
        mayUse = { _ in true }
    }

    /// Every operation, for documents that are made by a command rather than asked for.
    package static func unrestricted(_ services: [DocumentedService]) -> DocumentRights {
        DocumentRights(services)
    }

    /// All that the caller may use, in the order of declaration, whether REST offers it or not.
    package var all: [DocumentedService] {
        permitted(services)
    }

    /// What a WSDL document shows. Services without a permitted operation are left out.
    /// - Throws: `soap.service-unknown`; `auth.denied` with the resources of all operations of these services when none is
    ///   permitted.
    package func wsdl(_ names: ServiceNames) throws(Fault) -> [DocumentedService] {
        let asked = try services(named: names)
        let shown = permitted(asked)
        guard shown.isEmpty else { return shown }
        throw .denied(Self.resources(of: asked))
    }

    /// What a schema document shows: operations that REST offers. It may be nothing (contract: `rest.md` §15).
    /// - Parameter names: `nil` for every service.
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

    /// Each once under the name that clients see, in the order of the operations.
    private static func resources(of services: [DocumentedService]) -> [Resource] {
        var seen: Set<String> = []
        return services.flatMap(\.operations).flatMap(\.resources).filter { seen.insert($0.name).inserted }
    }
}
