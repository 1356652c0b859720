import ServiceModel
import TokenCore

/// An address of a customer (contract: `customers.md` §2.1), fields in documented order.
struct AddressData: Sendable {
    let id: Int?
    let customerID: Int?
    let region: RegionData?
    let regionID: Int?
    let countryID: String?
    let street: [String]?
    let company: String?
    let telephone: String?
    let fax: String?
    let postcode: String?
    let city: String?
    let firstname: String?
    let lastname: String?
    let middlename: String?
    let prefix: String?
    let suffix: String?
    let vatID: String?
    let defaultShipping: Bool?
    let defaultBilling: Bool?
}

extension AddressData {
    /// - Parameter account: tells which addresses are defaults, which is shown only where it is so.
    init(_ address: CustomerAddress, of account: CustomerAccount) {
        self.init(
            id: address.id, customerID: address.customerID, region: address.region.map(RegionData.init), regionID: address.region?.id,
            countryID: address.countryID, street: address.street, company: address.company, telephone: address.telephone,
            fax: address.fax, postcode: address.postcode, city: address.city, firstname: address.firstName,
            lastname: address.lastName, middlename: address.middleName, prefix: address.prefix, suffix: address.suffix,
            vatID: address.taxNumber, defaultShipping: account.defaultShippingID == address.id ? true : nil,
            defaultBilling: account.defaultBillingID == address.id ? true : nil)
    }

    /// What was sent, without what is read only.
    var draft: AddressDraft {
        AddressDraft(
            id: id, region: sentRegion, countryID: countryID, street: street, company: company, telephone: telephone, fax: fax,
            postcode: postcode, city: city, firstName: firstname, lastName: lastname, middleName: middlename, prefix: prefix,
            suffix: suffix, taxNumber: vatID, isDefaultShipping: defaultShipping, isDefaultBilling: defaultBilling)
    }

    /// The id inside the region wins over the one beside it.
    private var sentRegion: CustomerAddress.Region? {
        guard region != nil || regionID != nil else { return nil }
        return CustomerAddress.Region(code: region?.regionCode, name: region?.region, id: region?.regionID ?? regionID ?? 0)
    }
}

extension Codec where Value == AddressData {
    static let address = object(
        "CustomerDataAddressInterface", AddressData.init,
        .optional("id", \.id, .int, "Id of the address.", zeroIsAbsent: true),
        .optional("customerId", \.customerID, .int, "Id of its customer."),
        .optional("region", \.region, .region, "Region, as sent.", emptyIsAbsent: true),
        .optional("regionId", \.regionID, .int, "Id of the region."),
        .optional("countryId", \.countryID, .string, "Country code, two capital letters."),
        .optional("street", \.street, Codec<String>.string.list(), "One to four lines."),
        .optional("company", \.company, .string, "Company."),
        .optional("telephone", \.telephone, .string, "Telephone number."),
        .optional("fax", \.fax, .string, "Fax number."),
        .optional("postcode", \.postcode, .string, "Postal code."),
        .optional("city", \.city, .string, "City."),
        .optional("firstname", \.firstname, .string, "First name."),
        .optional("lastname", \.lastname, .string, "Last name."),
        .optional("middlename", \.middlename, .string, "Middle name."),
        .optional("prefix", \.prefix, .string, "Name prefix."),
        .optional("suffix", \.suffix, .string, "Name suffix."),
        .optional("vatId", \.vatID, .string, "VAT number."),
        .optional("defaultShipping", \.defaultShipping, .boolean, "Whether parcels go here."),
        .optional("defaultBilling", \.defaultBilling, .boolean, "Whether invoices go here."),
        documentation: "An address of a customer.", ignored: ["customAttributes", "extensionAttributes"])
}

struct RegionData: Sendable {
    let regionCode: String?
    let region: String?
    let regionID: Int?
}

extension RegionData {
    init(_ region: CustomerAddress.Region) {
        self.init(regionCode: region.code, region: region.name, regionID: region.id)
    }
}

extension Codec where Value == RegionData {
    static let region = object(
        "CustomerDataRegionInterface", RegionData.init,
        .declared("regionCode", \.regionCode, .string, "Short code."),
        .declared("region", \.region, .string, "Name."),
        .declared("regionId", \.regionID, .int, "Id, 0 when there is none."),
        documentation: "A region of a country.", ignored: ["extensionAttributes"]
    ).orText { RegionData(regionCode: nil, region: $0, regionID: nil) }
}
