import ServiceModel
import Testing

@testable import TokenCore
@testable import TokenServices

/// A member that is declared but not connected, or connected to its neighbour, is not lost on its way in or out.
@Suite struct CustomerCodecTests {
    private static let codec = EntityCodec<CustomerDraft, ShownCustomer>.customer

    @Test func theDraftTakesEveryMember() throws {
        let draft = try Self.codec.draft.decode(Self.sent, rules: .rest)
        for (label, value) in Mirror(reflecting: draft).children {
            #expect("\(value)" != "nil", "\(label ?? "") of the draft is not sent by any member")
        }
        for (label, value) in Mirror(reflecting: try #require(draft.addresses?.first)).children {
            #expect("\(value)" != "nil", "\(label ?? "") of the address is not sent by any member")
        }
    }

    @Test func everyMemberOfTheSchemaIsShown() throws {
        let shown = ShownCustomer(Self.profile, to: .admin(id: 1, permissions: .everything))
        let members = try #require(Self.codec.entity.encode(shown).object)
        #expect(members.members.map(\.name) == Self.names(Self.codec.entity.schema))
        let address = try #require(members["addresses"]?.list?.first?.object)
        #expect(address.members.map(\.name) == Self.names(EntityCodec<AddressDraft, ShownAddress>.address.entity.schema))
        #expect(address["regionId"] == .int(7))
    }

    @Test func aReadOnlyMemberIsCheckedAndDropped() throws {
        let draft = try Self.codec.draft.decode(["id": 5, "createdAt": "2020-01-01", "confirmation": "key"], rules: .rest)
        #expect(draft.id == 5)
        #expect(throws: Fault.self) { try Self.codec.draft.decode(["createdAt": ["a"]], rules: .rest) }
    }

    @Test func theConfirmationKeyIsNotShownToTheCustomer() throws {
        let caller = Caller.customer(.init(id: 1, groupID: 1, websiteID: 1, storeID: 1))
        let wire = Self.codec.entity.encode(ShownCustomer(Self.profile, to: caller))
        #expect(wire.object?["confirmation"] == nil)
    }

    @Test(arguments: [(nil as Int?, 8, 8), (0, 8, 0), (7, 8, 7), (7, nil, 7), (nil, nil, 0)])
    func theIDInsideTheRegionTakesPrecedence(_ inner: Int?, _ outer: Int?, _ expected: Int) {
        let draft = AddressDraft(region: RegionDraft(name: "Yorkshire", id: inner), regionID: outer)
        #expect(draft.storedRegion == CustomerAddress.Region(name: "Yorkshire", id: expected))
    }

    private static func names(_ schema: Schema) -> [String] {
        if case .object(let object) = schema { object.members.map(\.name) } else { [] }
    }

    private static let sent: Wire = [
        "id": 1, "groupId": 2, "defaultBilling": "3", "defaultShipping": "4", "dob": "1970-01-31", "email": "a@example.test",
        "firstname": "F", "lastname": "L", "middlename": "M", "prefix": "P", "suffix": "S", "gender": 1, "storeId": 5, "taxvat": "T",
        "websiteId": 6, "disableAutoGroupChange": 1, "extensionAttributes": ["isSubscribed": true],
        "addresses": [
            [
                "id": 7, "region": ["regionCode": "YO", "region": "Yorkshire"], "regionId": 8, "countryId": "GB", "street": ["1"],
                "company": "C", "telephone": "T", "fax": "F", "postcode": "P", "city": "York", "firstname": "F", "lastname": "L",
                "middlename": "M", "prefix": "P", "suffix": "S", "vatId": "V", "defaultShipping": true, "defaultBilling": true,
            ]
        ],
    ]

    private static let profile = CustomerProfile(
        account: CustomerAccount(
            id: 1, websiteID: 6, storeID: 5, groupID: 2, email: "a@example.test", passwordHash: nil, confirmation: "key",
            createdAt: Timestamp(milliseconds: 0), updatedAt: Timestamp(milliseconds: 0), createdIn: "Store", firstName: "F", lastName: "L",
            middleName: "M", prefix: "P", suffix: "S", dateOfBirth: "1970-01-31", gender: 1, taxNumber: "T",
            disablesAutoGroupChange: true, isSubscribed: true, defaultBillingID: 7, defaultShippingID: 7),
        addresses: [
            CustomerAddress(
                id: 7, customerID: 1, region: .init(code: "YO", name: "Yorkshire", id: 7), countryID: "GB", street: ["1"], company: "C",
                telephone: "T", fax: "F", postcode: "P", city: "York", firstName: "F", lastName: "L", middleName: "M", prefix: "P",
                suffix: "S", taxNumber: "V")
        ])
}

extension Wire {
    fileprivate var object: WireObject? { if case .object(let object) = self { object } else { nil } }
    fileprivate var list: [Wire]? { if case .list(let items) = self { items } else { nil } }
}
