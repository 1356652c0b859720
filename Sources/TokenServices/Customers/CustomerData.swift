import ServiceModel
import TokenCore

/// A customer as clients read and send it (contract: `customers.md` §2), fields in documented order.
struct CustomerData: Sendable {
    let id: Int?
    let groupID: Int?
    let defaultBilling: String?
    let defaultShipping: String?
    let confirmation: String?
    let createdAt: String?
    let updatedAt: String?
    let createdIn: String?
    let dob: String?
    let email: String?
    let firstname: String?
    let lastname: String?
    let middlename: String?
    let prefix: String?
    let suffix: String?
    let gender: Int?
    let storeID: Int?
    let taxvat: String?
    let websiteID: Int?
    let addresses: [AddressData]?
    let disableAutoGroupChange: Int?
    let extensionAttributes: CustomerExtensionData?
}

extension CustomerData {
    /// - Parameter caller: admins and integrations see the pending confirmation key, customers do not.
    init(_ profile: CustomerProfile, seenBy caller: Caller) {
        let account = profile.account
        let isCustomer = if case .customer = caller { true } else { false }
        self.init(
            id: account.id, groupID: account.groupID, defaultBilling: account.defaultBillingID.map(String.init),
            defaultShipping: account.defaultShippingID.map(String.init), confirmation: isCustomer ? nil : account.confirmation,
            createdAt: account.createdAt.sqlDateTime, updatedAt: account.updatedAt.sqlDateTime, createdIn: account.createdIn,
            dob: account.dateOfBirth, email: account.email, firstname: account.firstName, lastname: account.lastName,
            middlename: account.middleName, prefix: account.prefix, suffix: account.suffix, gender: account.gender,
            storeID: account.storeID, taxvat: account.taxNumber, websiteID: account.websiteID,
            addresses: profile.addresses.map { AddressData($0, of: account) },
            disableAutoGroupChange: account.disablesAutoGroupChange ? 1 : 0,
            extensionAttributes: CustomerExtensionData(isSubscribed: account.isSubscribed))
    }

    /// What was sent, without what is read only.
    var draft: CustomerDraft {
        CustomerDraft(
            id: id, groupID: groupID, defaultBilling: defaultBilling, defaultShipping: defaultShipping, dateOfBirth: dob, email: email,
            firstName: firstname, lastName: lastname, middleName: middlename, prefix: prefix, suffix: suffix, gender: gender,
            storeID: storeID, taxNumber: taxvat, websiteID: websiteID, addresses: addresses?.map(\.draft),
            disablesAutoGroupChange: disableAutoGroupChange, isSubscribed: extensionAttributes?.isSubscribed)
    }
}

extension Codec where Value == CustomerData {
    static let customer = object(
        "CustomerDataCustomerInterface", CustomerData.init,
        .optional("id", \.id, .int, "Id of the customer.", zeroIsAbsent: true),
        .optional("groupId", \.groupID, .int, "Id of the customer group."),
        .optional("defaultBilling", \.defaultBilling, .string, "Id of the default billing address.", zeroIsAbsent: true),
        .optional("defaultShipping", \.defaultShipping, .string, "Id of the default shipping address.", zeroIsAbsent: true),
        .optional("confirmation", \.confirmation, .string, "Key that is pending until the customer confirms."),
        .optional("createdAt", \.createdAt, .string, "Time of registration, UTC."),
        .optional("updatedAt", \.updatedAt, .string, "Time of the last change, UTC."),
        .optional("createdIn", \.createdIn, .string, "Name of the store of registration."),
        .optional("dob", \.dob, .string, "Date of birth, YYYY-MM-DD."),
        .declared("email", \.email, .string, "E-mail address, the login name."),
        .declared("firstname", \.firstname, .string, "First name."),
        .declared("lastname", \.lastname, .string, "Last name."),
        .optional("middlename", \.middlename, .string, "Middle name."),
        .optional("prefix", \.prefix, .string, "Name prefix."),
        .optional("suffix", \.suffix, .string, "Name suffix."),
        .optional("gender", \.gender, .int, "0 not given, 1 male, 2 female, 3 not specified."),
        .optional("storeId", \.storeID, .int, "Id of the store.", zeroIsAbsent: true),
        .optional("taxvat", \.taxvat, .string, "Tax or VAT number."),
        .optional("websiteId", \.websiteID, .int, "Id of the website.", zeroIsAbsent: true),
        .optional("addresses", \.addresses, Codec<AddressData>.address.list(), "Address book."),
        .optional("disableAutoGroupChange", \.disableAutoGroupChange, .int, "1 keeps the group when a VAT number is checked."),
        .optional("extensionAttributes", \.extensionAttributes, .customerExtension, "Further attributes."),
        documentation: "A customer.", ignored: ["customAttributes"])
}

/// Attributes beyond the fixed ones.
struct CustomerExtensionData: Sendable {
    let isSubscribed: Bool?
}

extension Codec where Value == CustomerExtensionData {
    static let customerExtension = object(
        "CustomerDataCustomerExtensionInterface", CustomerExtensionData.init,
        .optional("isSubscribed", \.isSubscribed, .boolean, "Whether the customer takes the newsletter."),
        documentation: "Further attributes of a customer.", allowsUnknown: true)
}
