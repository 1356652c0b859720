/// An address of a customer (contract: `customers.md` §2.1). Optional fields are absent when `nil`; none is ever empty.
public struct CustomerAddress: Sendable, Equatable {
    /// A region as the client sent it; there is no directory of regions.
    public struct Region: Sendable, Equatable {
        public var code: String?
        public var name: String?
        /// 0 without a region id.
        public var id: Int

        public init(code: String? = nil, name: String? = nil, id: Int = 0) {
            self.code = code
            self.name = name
            self.id = id
        }
    }

    public var id: Int
    public var customerID: Int
    public var region: Region?
    /// Two capital letters.
    public var countryID: String
    /// One to four lines without line breaks.
    public var street: [String]
    public var company: String?
    public var telephone: String
    public var fax: String?
    public var postcode: String?
    public var city: String
    public var firstName: String
    public var lastName: String
    public var middleName: String?
    public var prefix: String?
    public var suffix: String?
    public var taxNumber: String?

    public init(
        id: Int = 0, customerID: Int = 0, region: Region? = nil, countryID: String, street: [String], company: String? = nil,
        telephone: String, fax: String? = nil, postcode: String? = nil, city: String, firstName: String, lastName: String,
        middleName: String? = nil, prefix: String? = nil, suffix: String? = nil, taxNumber: String? = nil
    ) {
        self.id = id
        self.customerID = customerID
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
    }
}

/// A group of customers (contract: `customers.md` §2.2).
public struct CustomerGroup: Sendable, Equatable {
    /// `NOT LOGGED IN`: exists, but cannot be assigned to a customer.
    public static let notLoggedInID = 0

    public let id: Int
    public let code: String
    public let taxClassID: Int

    public init(id: Int, code: String, taxClassID: Int = 0) {
        self.id = id
        self.code = code
        self.taxClassID = taxClassID
    }
}

/// A customer with the address book, as the API returns it.
public struct CustomerProfile: Sendable, Equatable {
    public var account: CustomerAccount
    /// Ordered by id.
    public var addresses: [CustomerAddress]

    public init(account: CustomerAccount, addresses: [CustomerAddress]) {
        self.account = account
        self.addresses = addresses
    }
}
