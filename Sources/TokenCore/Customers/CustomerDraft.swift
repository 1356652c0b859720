/// The fields of a customer to create or change (contract: `customers.md` §2–3). `nil` keeps the stored value, empty text clears it.
public struct CustomerDraft: Sendable {
    public var id: Int?
    public var groupID: Int?
    public var defaultBilling: String?
    public var defaultShipping: String?
    public var dateOfBirth: String?
    public var email: String?
    public var firstName: String?
    public var lastName: String?
    public var middleName: String?
    public var prefix: String?
    public var suffix: String?
    public var gender: Int?
    public var storeID: Int?
    public var taxNumber: String?
    public var websiteID: Int?
    /// The complete address book; `nil` keeps it.
    public var addresses: [AddressDraft]?
    public var disablesAutoGroupChange: Int?
    public var isSubscribed: Bool?

    public init(
        id: Int? = nil, groupID: Int? = nil, defaultBilling: String? = nil, defaultShipping: String? = nil, dateOfBirth: String? = nil,
        email: String? = nil, firstName: String? = nil, lastName: String? = nil, middleName: String? = nil, prefix: String? = nil,
        suffix: String? = nil, gender: Int? = nil, storeID: Int? = nil, taxNumber: String? = nil, websiteID: Int? = nil,
        addresses: [AddressDraft]? = nil, disablesAutoGroupChange: Int? = nil, isSubscribed: Bool? = nil
    ) {
        self.id = id
        self.groupID = groupID
        self.defaultBilling = defaultBilling
        self.defaultShipping = defaultShipping
        self.dateOfBirth = dateOfBirth
        self.email = email
        self.firstName = firstName
        self.lastName = lastName
        self.middleName = middleName
        self.prefix = prefix
        self.suffix = suffix
        self.gender = gender
        self.storeID = storeID
        self.taxNumber = taxNumber
        self.websiteID = websiteID
        self.addresses = addresses
        self.disablesAutoGroupChange = disablesAutoGroupChange
        self.isSubscribed = isSubscribed
    }
}

extension CustomerDraft {
    /// The draft of a new customer: all addresses are new, and their ids are ignored.
    var withNewAddresses: CustomerDraft {
        var draft = self
        draft.addresses = addresses?.map { address in
            var new = address
            new.id = nil
            return new
        }
        return draft
    }
}

/// The fields of an address to create or change.
public struct AddressDraft: Sendable {
    /// The address to change; `nil` creates one.
    public var id: Int?
    public var region: CustomerAddress.Region?
    public var countryID: String?
    public var street: [String]?
    public var company: String?
    public var telephone: String?
    public var fax: String?
    public var postcode: String?
    public var city: String?
    public var firstName: String?
    public var lastName: String?
    public var middleName: String?
    public var prefix: String?
    public var suffix: String?
    public var taxNumber: String?
    public var isDefaultShipping: Bool?
    public var isDefaultBilling: Bool?

    public init(
        id: Int? = nil, region: CustomerAddress.Region? = nil, countryID: String? = nil, street: [String]? = nil, company: String? = nil,
        telephone: String? = nil, fax: String? = nil, postcode: String? = nil, city: String? = nil, firstName: String? = nil,
        lastName: String? = nil, middleName: String? = nil, prefix: String? = nil, suffix: String? = nil, taxNumber: String? = nil,
        isDefaultShipping: Bool? = nil, isDefaultBilling: Bool? = nil
    ) {
        self.id = id
        self.region = region
        self.countryID = countryID
        self.street = street
        self.company = company
        self.telephone = telephone
        self.fax = fax
        self.postcode = postcode
        self.city = city
        self.firstName = firstName
        self.lastName = lastName
        self.middleName = middleName
        self.prefix = prefix
        self.suffix = suffix
        self.taxNumber = taxNumber
        self.isDefaultShipping = isDefaultShipping
        self.isDefaultBilling = isDefaultBilling
    }
}
