/// An administrator.
public struct AdminAccount: Sendable, Equatable {
    public var id: Int
    public var username: String
    public var email: String
    public var firstName: String
    public var lastName: String
    public var passwordHash: String
    public var isActive: Bool
    /// `nil` when the account does not expire.
    public var expiresAt: Timestamp?
    public var roleID: Int?
    public var createdAt: Timestamp
    /// Configuration tokens issued up to this time are void; `nil` when none was ended.
    public var setUpEndedAt: Timestamp?

    public init(
        id: Int = 0, username: String, email: String, firstName: String = "", lastName: String = "", passwordHash: String,
        isActive: Bool = true, expiresAt: Timestamp? = nil, roleID: Int?, createdAt: Timestamp, setUpEndedAt: Timestamp? = nil
    ) {
        self.id = id
        self.username = username
        self.email = email
        self.firstName = firstName
        self.lastName = lastName
        self.passwordHash = passwordHash
        self.isActive = isActive
        self.expiresAt = expiresAt
        self.roleID = roleID
        self.createdAt = createdAt
        self.setUpEndedAt = setUpEndedAt
    }

    /// Whether the account may sign in and its tokens are valid.
    public func isUsable(at now: Timestamp) -> Bool {
        isActive && (expiresAt.map { now < $0 } ?? true)
    }
}

/// A customer (contract: `customers.md` §2). Optional fields are absent when `nil`.
public struct CustomerAccount: Sendable, Equatable {
    public var id: Int
    public var websiteID: Int
    public var storeID: Int
    public var groupID: Int
    public var email: String
    /// `nil` for an account without a password, which cannot sign in.
    public var passwordHash: String?
    public var isActive: Bool
    /// The confirmation key until the customer has confirmed the account.
    public var confirmation: String?
    public var createdAt: Timestamp
    public var updatedAt: Timestamp
    /// Name of the store of registration.
    public var createdIn: String
    public var firstName: String
    public var lastName: String
    public var middleName: String?
    public var prefix: String?
    public var suffix: String?
    /// `YYYY-MM-DD`.
    public var dateOfBirth: String?
    public var gender: Int?
    public var taxNumber: String?
    public var disablesAutoGroupChange: Bool
    public var isSubscribed: Bool
    /// Ids of own addresses.
    public var defaultBillingID: Int?
    public var defaultShippingID: Int?

    public init(
        id: Int = 0, websiteID: Int, storeID: Int, groupID: Int = 1, email: String, passwordHash: String?, isActive: Bool = true,
        confirmation: String? = nil, createdAt: Timestamp, updatedAt: Timestamp, createdIn: String, firstName: String, lastName: String,
        middleName: String? = nil, prefix: String? = nil, suffix: String? = nil, dateOfBirth: String? = nil, gender: Int? = nil,
        taxNumber: String? = nil, disablesAutoGroupChange: Bool = false, isSubscribed: Bool = false,
        defaultBillingID: Int? = nil, defaultShippingID: Int? = nil
    ) {
        self.id = id
        self.websiteID = websiteID
        self.storeID = storeID
        self.groupID = groupID
        self.email = email
        self.passwordHash = passwordHash
        self.isActive = isActive
        self.confirmation = confirmation
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.createdIn = createdIn
        self.firstName = firstName
        self.lastName = lastName
        self.middleName = middleName
        self.prefix = prefix
        self.suffix = suffix
        self.dateOfBirth = dateOfBirth
        self.gender = gender
        self.taxNumber = taxNumber
        self.disablesAutoGroupChange = disablesAutoGroupChange
        self.isSubscribed = isSubscribed
        self.defaultBillingID = defaultBillingID
        self.defaultShippingID = defaultShippingID
    }

    /// Active and not awaiting confirmation.
    public var isUsable: Bool { isActive && confirmation == nil }
}
