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
}

extension CustomerDraft {
    /// A draft that keeps everything.
    public static let unchanged = CustomerDraft()

    /// A draft with the fields that a new customer needs.
    public static func with(email: String?, firstName: String?, lastName: String?) -> CustomerDraft {
        CustomerDraft(email: email, firstName: firstName, lastName: lastName)
    }

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
    public var region: RegionDraft?
    /// The id of a region that was sent without one.
    public var regionID: Int?
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
}

extension AddressDraft {
    /// A draft that keeps everything.
    public static let unchanged = AddressDraft()

    /// The region to store; `nil` when none was sent. The id inside the region takes precedence.
    var storedRegion: CustomerAddress.Region? {
        guard region != nil || regionID != nil else { return nil }
        return CustomerAddress.Region(
            code: region?.code?.presence, name: region?.name?.presence, id: region?.id ?? regionID ?? 0)
    }
}

/// A region as clients send it.
public struct RegionDraft: Sendable {
    public let code: String?
    public let name: String?
    public let id: Int?

    public init(code: String? = nil, name: String? = nil, id: Int? = nil) {
        self.code = code
        self.name = name
        self.id = id
    }
}
