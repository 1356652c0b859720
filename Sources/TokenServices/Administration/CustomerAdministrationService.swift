package import ServiceModel
package import TokenCore

/// Customers by e-mail address. Where several websites have the address, each account is meant.
package enum CustomerAdministrationService {
    private static let name = "administrationCustomersV1"

    package static let create: HandledOperation<Core> = Operation(
        service: name, method: "create", resources: [.customerChanges], input: .newCustomerAccount, output: .customerSummary,
        documentation: "Registers a customer in a store. The customer gets the welcome mail."
    ).handled { core, input, context throws(Fault) in
        let created = try await core.customers.create(input.draft, password: input.password, storeCode: input.store, context)
        return CustomerSummaryData(created.account, in: try await core.directory.current())
    }

    package static let getList: HandledOperation<Core> = Operation(
        service: name, method: "getList", resources: [.customers], input: .customerListInput, output: .customerSummaries,
        documentation: "Lists customers by id. Following a page by the id of its last customer neither skips nor repeats one."
    ).handled { core, input, _ throws(Fault) in
        let page = try PageRequest(size: input.pageSize, current: nil)
        let found = try await core.customers.list(after: input.afterID ?? 0, limit: page.size)
        let total = try await input.afterID == nil ? core.customers.count() : nil
        let sites = try await core.directory.current()
        return Page(items: found.map { CustomerSummaryData($0, in: sites) }, totalCount: total)
    }

    package static let setActive: HandledOperation<Core> = Operation(
        service: name, method: "setActive", resources: [.customerChanges], input: .customerActivity,
        documentation: "Disables a customer, whose tokens end, or enables the account again."
    ).handled { core, input, context throws(Fault) in
        try await core.customers.setActive(input.isActive, email: input.email, by: context.actor)
    }

    package static let unlock: HandledOperation<Core> = Operation(
        service: name, method: "unlock", resources: [.locks], input: .customerEmail,
        documentation: "Deletes the failed sign-ins of an address."
    ).handled { core, input, context throws(Fault) in
        try await core.administration(as: context.actor).unlock(.customer, input.name)
    }

    package static let delete: HandledOperation<Core> = Operation(
        service: name, method: "delete", resources: [.customerDeletion], input: .customerEmail,
        documentation: "Deletes a customer; all tokens end."
    ).handled { core, input, context throws(Fault) in
        try await core.customers.delete(email: input.name, by: context.actor)
    }

    package static let setPassword: HandledOperation<Core> = Operation(
        service: name, method: "setPassword", resources: [.customerChanges], input: .customerPassword,
        documentation: "Sets a new password; all tokens end, a lock stays, and the customer gets a notice by mail."
    ).handled { core, input, context throws(Fault) in
        try await core.customers.setPassword(input.password, email: input.email, by: context.actor)
    }

    static let operations = [create, getList, setActive, unlock, delete, setPassword]
}

struct NewCustomerAccountInput: Sendable {
    let email: String
    let firstName: String?
    let lastName: String?
    let store: String?
    let password: Secret

    var draft: CustomerDraft { CustomerDraft.with(email: email, firstName: firstName, lastName: lastName) }
}

extension Codec where Value == NewCustomerAccountInput {
    static let newCustomerAccount = object(
        "", NewCustomerAccountInput.init, .required("email", \.email, .string, "E-mail address, the name to sign in with."),
        .optional("firstName", \.firstName, .string, "First name.", emptyIsAbsent: true),
        .optional("lastName", \.lastName, .string, "Last name.", emptyIsAbsent: true),
        .optional("store", \.store, .string, "Code of the store of registration; the default store when absent."),
        .required("password", \.password, .secret, "Password."))
}

struct CustomerListInput: Sendable {
    let afterID: Int?
    let pageSize: Int?
}

extension Codec where Value == CustomerListInput {
    static let customerListInput = object(
        "", CustomerListInput.init,
        .optional("afterId", \.afterID, .int, "Customers with higher ids; absent for the first page, which has the total count."),
        .pageSize(\.pageSize))
}

struct CustomerActivityInput: Sendable {
    let email: String
    let isActive: Bool
}

extension Codec where Value == CustomerActivityInput {
    static let customerActivity = object(
        "", CustomerActivityInput.init, .required("email", \.email, .string, "E-mail address of the customer."),
        .required("isActive", \.isActive, .boolean, "Whether the account may sign in."))
}

struct CustomerPasswordInput: Sendable {
    let email: String
    let password: Secret
}

extension Codec where Value == CustomerPasswordInput {
    static let customerPassword = object(
        "", CustomerPasswordInput.init, .required("email", \.email, .string, "E-mail address of the customer."),
        .required("password", \.password, .secret, "The new password."))
}

struct CustomerSummaryData: Sendable {
    let id: Int
    let email: String
    let firstName: String
    let lastName: String
    let website: String?
    let store: String?
    let groupID: Int
    let isActive: Bool
    let createdAt: String
}

extension CustomerSummaryData {
    init(_ account: CustomerAccount, in sites: SiteConfiguration) {
        self.init(
            id: account.id, email: account.email, firstName: account.firstName, lastName: account.lastName,
            website: sites.websites.first { $0.id == account.websiteID }?.code,
            store: sites.stores.first { $0.id == account.storeID }?.code,
            groupID: account.groupID, isActive: account.isActive, createdAt: account.createdAt.sqlDateTime)
    }
}

extension Codec where Value == CustomerSummaryData {
    static let customerSummary = object(
        "AdministrationDataCustomer", CustomerSummaryData.init, .required("id", \.id, .int, "Id."),
        .required("email", \.email, .string, "E-mail address."), .required("firstName", \.firstName, .string, "First name."),
        .required("lastName", \.lastName, .string, "Last name."), .optional("website", \.website, .string, "Code of the website."),
        .optional("store", \.store, .string, "Code of the store of registration."),
        .required("groupId", \.groupID, .int, "Id of the customer group."),
        .required("isActive", \.isActive, .boolean, "Whether the account is enabled."),
        .required("createdAt", \.createdAt, .string, "When the account was created, in UTC."))
}

extension Codec where Value == Page<CustomerSummaryData> {
    static let customerSummaries = Codec<CustomerSummaryData>.customerSummary.page("AdministrationDataCustomerSearchResults")
}
