import ServiceModel
import TokenCore

/// A customer as one caller sees it.
struct ShownCustomer: Sendable {
    let account: CustomerAccount
    let addresses: [ShownAddress]
    /// `nil` for customers themselves: the pending confirmation key is for admins and integrations.
    let confirmation: String?

    init(_ profile: CustomerProfile, to caller: Caller) {
        account = profile.account
        addresses = profile.addresses.map { [account] in ShownAddress(address: $0, account: account) }
        confirmation = if case .customer = caller { nil } else { profile.account.confirmation }
    }
}

extension EntityCodec where Draft == CustomerDraft, Entity == ShownCustomer {
    /// A customer as clients send and read it (contract: `customers.md` §2), fields in documented order.
    static let customer = EntityCodec(
        "CustomerDataCustomerInterface", .unchanged,
        [
            .optional("id", \.id, shown: \.account.id, .int, "Id of the customer.", zeroIsAbsent: true),
            .optional("groupId", \.groupID, shown: \.account.groupID, .int, "Id of the customer group."),
            .optional(
                "defaultBilling", \.defaultBilling, shown: { $0.account.defaultBillingID.map(String.init) }, .string,
                "Id of the default billing address.", zeroIsAbsent: true),
            .optional(
                "defaultShipping", \.defaultShipping, shown: { $0.account.defaultShippingID.map(String.init) }, .string,
                "Id of the default shipping address.", zeroIsAbsent: true),
            .readOnly("confirmation", \.confirmation, .string, "Key that is pending until the customer confirms."),
            .readOnly("createdAt", \.account.createdAt.sqlDateTime, .string, "Time of registration, UTC."),
            .readOnly("updatedAt", \.account.updatedAt.sqlDateTime, .string, "Time of the last change, UTC."),
            .readOnly("createdIn", \.account.createdIn, .string, "Name of the store of registration."),
            .optional("dob", \.dateOfBirth, shown: \.account.dateOfBirth, .string, "Date of birth, YYYY-MM-DD."),
            .declared("email", \.email, shown: \.account.email, .string, "E-mail address, the login name."),
            .declared("firstname", \.firstName, shown: \.account.firstName, .string, "First name."),
            .declared("lastname", \.lastName, shown: \.account.lastName, .string, "Last name."),
            .optional("middlename", \.middleName, shown: \.account.middleName, .string, "Middle name."),
            .optional("prefix", \.prefix, shown: \.account.prefix, .string, "Name prefix."),
            .optional("suffix", \.suffix, shown: \.account.suffix, .string, "Name suffix."),
            .optional("gender", \.gender, shown: \.account.gender, .int, "0 not given, 1 male, 2 female, 3 not specified."),
            .optional("storeId", \.storeID, shown: \.account.storeID, .int, "Id of the store.", zeroIsAbsent: true),
            .optional("taxvat", \.taxNumber, shown: \.account.taxNumber, .string, "Tax or VAT number."),
            .optional("websiteId", \.websiteID, shown: \.account.websiteID, .int, "Id of the website.", zeroIsAbsent: true),
            .list("addresses", \.addresses, shown: \.addresses, .address, "Address book."),
            .optional(
                "disableAutoGroupChange", \.disablesAutoGroupChange, shown: { $0.account.disablesAutoGroupChange ? 1 : 0 }, .int,
                "1 keeps the group when a VAT number is checked."),
            .optional(
                "extensionAttributes", \.extensionAttributes, shown: { CustomerExtension(isSubscribed: $0.account.isSubscribed) },
                .customerExtension, "Further attributes."),
        ],
        documentation: "A customer.", ignored: ["customAttributes"])
}

extension Codec where Value == CustomerDraft {
    static let customerDraft = EntityCodec<CustomerDraft, ShownCustomer>.customer.draft
}

extension Codec where Value == ShownCustomer {
    static let customer = EntityCodec<CustomerDraft, ShownCustomer>.customer.entity
}

/// Attributes beyond the fixed ones.
struct CustomerExtension: Sendable {
    let isSubscribed: Bool?
}

extension CustomerDraft {
    fileprivate var extensionAttributes: CustomerExtension? {
        get { CustomerExtension(isSubscribed: isSubscribed) }
        set { isSubscribed = newValue?.isSubscribed }
    }
}

extension Codec where Value == CustomerExtension {
    fileprivate static let customerExtension = object(
        "CustomerDataCustomerExtensionInterface", CustomerExtension.init,
        .optional("isSubscribed", \.isSubscribed, .boolean, "Whether the customer takes the newsletter."),
        documentation: "Further attributes of a customer.", allowsUnknown: true)
}
