public import ServiceModel
public import TokenCore

/// The services that REST and SOAP offer, in the order of lists and documents (contract: `soap.md` §2).
public enum Services {
    static let operations: [HandledOperation<Core>] =
        AdminTokenService.operations + CustomerTokenService.operations + CustomerAccountService.operations
        + CustomerRepositoryService.operations + AdminTokenService.aliases + SecondFactorServices.operations

    /// All operations, carried out by that core.
    public static func table(core: Core) -> OperationTable {
        OperationTable(operations.map { $0.bound(to: core) })
    }

    /// The source of documents; it needs neither a core nor a database.
    public static let descriptions: [OperationDescription] = operations.map(\.description)
}
