import ServiceModel
import TokenCore

/// Reading customers (contract: `customers.md` §1).
enum CustomerRepositoryService {
    static let name = "customerCustomerRepositoryV1"

    static let getByID = Operation(
        service: name, method: "getById", route: Route(.get, "/V1/customers/:customerId"),
        resources: [.acl("Magento_Customer::customer")], input: .customerID, output: .customer,
        documentation: "Reads a customer.")

    static let getSelf = Operation(
        service: name, method: "getSelf", route: Route(.get, "/V1/customers/me"),
        resources: [.customerSelf], input: .ownCustomer, output: .customer, forced: [.customerID],
        documentation: "Reads the calling customer.")

    static let operations: [HandledOperation<Core>] = [
        getByID.handled { core, input, context throws(Fault) in
            CustomerData(try await core.customers.read(id: input.id), seenBy: context.caller)
        },
        getSelf.handled { core, input, context throws(Fault) in
            CustomerData(try await core.customers.read(id: input.customerID), seenBy: context.caller)
        },
    ]
}

struct CustomerID: Sendable {
    let id: Int
}

extension Codec where Value == CustomerID {
    static let customerID = object("", CustomerID.init, .required("customerId", \.id, .int, "Id of the customer."))
}
