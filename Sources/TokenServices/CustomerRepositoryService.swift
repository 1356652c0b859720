import ServiceModel
import TokenCore

/// Customers as records: reading, saving, searching, deleting (contract: `customers.md` §1).
enum CustomerRepositoryService {
    static let name = "customerCustomerRepositoryV1"

    static let getByID = Operation(
        service: name, method: "getById", route: Route(.get, "/V1/customers/:customerId"),
        resources: [.acl("Magento_Customer::customer")], input: .customerID, output: .customer,
        documentation: "Reads a customer.")

    static let save = Operation(
        service: name, method: "save",
        route: Route(.put, "/V1/customers/:customerId", filling: ["customerId": ["customer", "id"]]),
        resources: [.acl("Magento_Customer::manage")], input: .changedCustomer, output: .customer,
        documentation: "Changes a customer. By SOAP, without an id, registers one.")

    static let saveSelf = Operation(
        service: name, method: "saveSelf", route: Route(.put, "/V1/customers/me"),
        resources: [.customerSelf], input: .changedSelf, output: .customer, forced: ForcedParameter.ownCustomer,
        documentation: "Changes the calling customer.")

    static let getSelf = Operation(
        service: name, method: "getSelf", route: Route(.get, "/V1/customers/me"),
        resources: [.customerSelf], input: .ownCustomer, output: .customer, forced: [.customerID],
        documentation: "Reads the calling customer.")

    static let getList = Operation(
        service: name, method: "getList", route: Route(.get, "/V1/customers/search"),
        resources: [.acl("Magento_Customer::customer")], input: .customerSearch, output: .searchResults,
        documentation: "Searches customers.")

    static let deleteByID = Operation(
        service: name, method: "deleteById", route: Route(.delete, "/V1/customers/:customerId"),
        resources: [.acl("Magento_Customer::delete")], input: .customerID, output: .boolean,
        documentation: "Removes a customer with addresses and access tokens.")

    static let operations: [HandledOperation<Core>] = [
        getByID.handled { core, input, context throws(Fault) in
            ShownCustomer(try await core.customers.read(id: input.id), to: context.caller)
        },
        save.handled { core, input, context throws(Fault) in
            let saved = try await core.customers.save(input.customer, passwordHash: input.passwordHash, context)
            return ShownCustomer(saved, to: context.caller)
        },
        saveSelf.handled { core, input, context throws(Fault) in
            ShownCustomer(try await core.customers.saveOwn(input.customer, context), to: context.caller)
        },
        getSelf.handled { core, input, context throws(Fault) in
            ShownCustomer(try await core.customers.read(id: input.customerID), to: context.caller)
        },
        getList.handled { core, input, context throws(Fault) in
            let found = try await core.customers.search(input.searchCriteria.criteria)
            return SearchResultsData(
                items: found.customers.map { ShownCustomer($0, to: context.caller) },
                searchCriteria: input.searchCriteria.echoed, totalCount: found.total)
        },
        deleteByID.handled { core, input, context throws(Fault) in
            try await core.customers.delete(id: input.id, context)
        },
    ]
}

extension ForcedParameter {
    /// What a customer cannot change about the own account.
    fileprivate static let ownCustomer = [
        ForcedParameter("customer", "id") { $0.customer?.id },
        ForcedParameter("customer", "groupId") { $0.customer?.groupID },
        ForcedParameter("customer", "websiteId") { $0.customer?.websiteID },
        ForcedParameter("customer", "storeId") { $0.customer?.storeID },
    ]
}

extension Caller {
    fileprivate var customer: CustomerIdentity? {
        if case .customer(let identity) = self { identity } else { nil }
    }
}
