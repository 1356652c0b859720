@testable import ServiceModel

/// A table with every kind of schema, taken from the examples of the contract.
enum Sample {
    static let table = OperationTable(operations)
    static let store = StoreScope(storeID: 1, code: "default", websiteID: 1, isAdmin: false, sharesCustomers: false)
    static let adminStore = StoreScope(storeID: 0, code: "admin", websiteID: 1, isAdmin: true, sharesCustomers: false)
    static let customer = Caller.customer(.init(id: 7, groupID: 1, websiteID: 1, storeID: 1))
    static let manager = Caller.admin(id: 1, permissions: .everything)
    static let clerk = Caller.admin(id: 2, permissions: .resources(["Magento_Customer::customer"]))
    static let integration = Caller.integration(id: 3, permissions: .resources(["Magento_TwoFactorAuth::tfa"]))

    private static let operations: [AnyOperation] = [
        operation(
            "integrationAdminTokenServiceV1", "createAdminAccessToken", Route(.post, "/V1/integration/admin/token"), [.anonymous],
            credentials, output: .secret, "Signs an admin in."),
        operation(
            "integrationAdminTokenServiceV1", "revokeAdminAccessToken", Route(.post, "/V1/integration/admin/revoke-admin-token"),
            [.adminSelf], [optional("adminId", .int)], output: .boolean, forced: [.adminID], "Ends every token of the caller."),
        operation(
            "twoFactorAuthAdminTokenServiceV1", "createAdminAccessToken", nil, [.anonymous], credentials, output: .secret,
            "Signs an admin in."),
        operation(
            "integrationCustomerTokenServiceV1", "createCustomerAccessToken", Route(.post, "/V1/integration/customer/token"),
            [.anonymous], credentials, output: .secret, "Signs a customer in."),
        operation(
            "integrationCustomerTokenServiceV1", "revokeCustomerAccessToken",
            Route(.post, "/V1/integration/customer/revoke-customer-token"), [.customerSelf], [required("customerId", .int)],
            output: .boolean, forced: [.customerID], "Ends every token of the caller."),
        operation(
            "customerAccountManagementV1", "isEmailAvailable", Route(.post, "/V1/customers/isEmailAvailable"), [.anonymous],
            [required("customerEmail", .string), optional("websiteId", .int)], output: .boolean, "Whether an address is free."),
        operation(
            "customerCustomerRepositoryV1", "getById", Route(.get, "/V1/customers/:customerId"), [.acl("Magento_Customer::customer")],
            [required("customerId", .int)], output: customerType, "One customer."),
        operation(
            "customerCustomerRepositoryV1", "save", Route(.put, "/V1/customers/:customerId"), [.acl("Magento_Customer::manage")],
            [required("customer", customerType), optional("passwordHash", .secret)], output: customerType, "Changes a customer."),
        operation(
            "customerCustomerRepositoryV1", "getSelf", Route(.get, "/V1/customers/me"), [.customerSelf], [required("customerId", .int)],
            output: customerType, forced: [.customerID], "The caller's own account."),
        operation(
            "customerCustomerRepositoryV1", "getList", Route(.get, "/V1/customers/search"), [.acl("Magento_Customer::customer")],
            [required("searchCriteria", criteria)], output: results, "Customers that fit."),
        operation(
            "twoFactorAuthTfaV1", "getAllProviders", Route(.get, "/V1/tfa/installed-providers"), [.acl("Magento_TwoFactorAuth::tfa")], [],
            output: .list(provider), ""),
        operation(
            "twoFactorAuthAuthyConfigureV1", "activate", Route(.post, "/V1/tfa/provider/authy/activate"), [.anonymous],
            [required("tfaToken", .secret), required("device", device), optional("hints", .mixed)], output: nil, "Sets a device up."),
    ]

    private static let credentials = [required("username", .string, "Login name."), required("password", .secret, "Never logged.")]

    private static let customerType = type(
        "CustomerDataCustomerInterface",
        [
            optional("id", .int), required("email", .string), optional("defaultBilling", .string),
            optional("addresses", .list(baseURL)),
            optional("extensionAttributes", type("CustomerDataCustomerExtensionInterface", [optional("isSubscribed", .boolean)])),
        ], "A customer.")
    private static let baseURL = type(
        "CustomerDataAddressInterface", [optional("street", .list(.string)), optional("region", region)])
    private static let region = type("CustomerDataRegionInterface", [required("regionId", .int)])
    private static let results = type(
        "CustomerDataCustomerSearchResultsInterface",
        [required("items", .list(customerType)), required("searchCriteria", criteria), required("totalCount", .int)])
    private static let criteria = type(
        "FrameworkSearchCriteriaInterface",
        [required("filterGroups", .list(group)), optional("pageSize", .int)])
    private static let group = type("FrameworkSearchFilterGroup", [optional("filters", .list(filter))])
    private static let filter = type("FrameworkFilter", [required("field", .string), optional("conditionType", .string)])
    private static let provider = type("TwoFactorAuthProviderInterface", [required("code", .string), required("weights", .list(.float))])
    private static let device = type("TwoFactorAuthDataAuthyDeviceInterface", [required("phoneNumber", .string), required("pin", .secret)])

    static func required(_ name: String, _ schema: Schema, _ documentation: String = "") -> ObjectSchema.Member {
        .init(name: name, schema: schema, isRequired: true, documentation: documentation)
    }

    static func optional(_ name: String, _ schema: Schema, _ documentation: String = "") -> ObjectSchema.Member {
        .init(name: name, schema: schema, isRequired: false, documentation: documentation)
    }

    static func type(_ name: String, _ members: [ObjectSchema.Member], _ documentation: String = "") -> Schema {
        .object(ObjectSchema(name: name, members: members, documentation: documentation))
    }

    static func operation(
        _ service: String, _ method: String, _ route: Route?, _ resources: [Resource], _ members: [ObjectSchema.Member],
        output: Schema?, forced: [ForcedParameter] = [], _ documentation: String
    ) -> AnyOperation {
        let description = OperationDescription(
            service: service, method: method, route: route, resources: resources, input: ObjectSchema(name: "", members: members),
            output: output, hidesResultFromSOAP: false, forced: forced, credentials: .never, documentation: documentation)
        return AnyOperation(description: description) { _, _, _ in .null }
    }
}
