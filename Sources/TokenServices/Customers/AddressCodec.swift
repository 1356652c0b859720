import ServiceModel
import TokenCore

/// An address with the account that it belongs to, which knows whether it is a default.
struct ShownAddress: Sendable {
    let address: CustomerAddress
    let account: CustomerAccount

    /// Defaults are shown only where they are so.
    fileprivate var isDefaultShipping: Bool? { account.defaultShippingID == address.id ? true : nil }
    fileprivate var isDefaultBilling: Bool? { account.defaultBillingID == address.id ? true : nil }
}

extension EntityCodec where Draft == AddressDraft, Entity == ShownAddress {
    /// An address of a customer (contract: `customers.md` §2.1), fields in documented order.
    static let address = EntityCodec(
        "CustomerDataAddressInterface", .unchanged,
        [
            .optional("id", \.id, shown: \.address.id, .int, "Id of the address.", zeroIsAbsent: true),
            .readOnly("customerId", \.address.customerID, .int, "Id of its customer."),
            .optional(
                "region", \.region, shown: { $0.address.region.map { RegionDraft(code: $0.code, name: $0.name, id: $0.id) } }, .region,
                "Region, as sent.", emptyIsAbsent: true),
            .optional("regionId", \.regionID, shown: \.address.region?.id, .int, "Id of the region."),
            .optional("countryId", \.countryID, shown: \.address.countryID, .string, "Country code, two capital letters."),
            .optional("street", \.street, shown: \.address.street, Codec<String>.string.list(), "One to four lines."),
            .optional("company", \.company, shown: \.address.company, .string, "Company."),
            .optional("telephone", \.telephone, shown: \.address.telephone, .string, "Telephone number."),
            .optional("fax", \.fax, shown: \.address.fax, .string, "Fax number."),
            .optional("postcode", \.postcode, shown: \.address.postcode, .string, "Postal code."),
            .optional("city", \.city, shown: \.address.city, .string, "City."),
            .optional("firstname", \.firstName, shown: \.address.firstName, .string, "First name."),
            .optional("lastname", \.lastName, shown: \.address.lastName, .string, "Last name."),
            .optional("middlename", \.middleName, shown: \.address.middleName, .string, "Middle name."),
            .optional("prefix", \.prefix, shown: \.address.prefix, .string, "Name prefix."),
            .optional("suffix", \.suffix, shown: \.address.suffix, .string, "Name suffix."),
            .optional("vatId", \.taxNumber, shown: \.address.taxNumber, .string, "VAT number."),
            .optional("defaultShipping", \.isDefaultShipping, shown: \.isDefaultShipping, .boolean, "Whether parcels go here."),
            .optional("defaultBilling", \.isDefaultBilling, shown: \.isDefaultBilling, .boolean, "Whether invoices go here."),
        ],
        documentation: "An address of a customer.", ignored: ["customAttributes", "extensionAttributes"])
}

extension Codec where Value == RegionDraft {
    fileprivate static let region = object(
        "CustomerDataRegionInterface", RegionDraft.init,
        .declared("regionCode", \.code, .string, "Short code."),
        .declared("region", \.name, .string, "Name."),
        .declared("regionId", \.id, .int, "Id, 0 when there is none."),
        documentation: "A region of a country.", ignored: ["extensionAttributes"]
    ).orText { RegionDraft(name: $0) }
}
