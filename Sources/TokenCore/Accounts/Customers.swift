public import ServiceModel

/// Reading customers.
public struct Customers: Sendable {
    let database: any Database

    /// - Throws: `entity.not-found` with `customerId`.
    public func read(id: Int) async throws(Fault) -> CustomerAccount {
        let found = try await database.reading { session in id > 0 ? try session.customer(id: id) : nil }
        guard let found else {
            throw Fault(.entityNotFound, [.init("fieldName", "customerId"), .init("fieldValue", .int(id))])
        }
        return found
    }
}
