import TokenCore

// Samples with every member set, each to a value of its own that differs from sample to sample.

protocol Changeable {}

extension Changeable {
    func with<Value>(_ member: WritableKeyPath<Self, Value>, _ value: Value) -> Self {
        var changed = self
        changed[keyPath: member] = value
        return changed
    }
}

extension AdminAccount: Changeable {}
extension CustomerAccount: Changeable {}
extension CustomerAddress: Changeable {}
extension Integration: Changeable {}
extension OAuthToken: Changeable {}
extension SecondFactorRecord: Changeable {}

/// A website with stores whose ids are not those of the website.
struct Site {
    let websiteID: Int
    let storeID: Int

    init(_ store: any StoreSession) throws {
        websiteID = try store.insertWebsite(code: "second", name: "Second")
        _ = try store.insertStore(code: "other", name: "Other", websiteID: 1)
        storeID = try store.insertStore(code: "own", name: "Own", websiteID: websiteID)
    }
}

extension AdminAccount {
    static func full(_ n: Int, roleID: Int) -> AdminAccount {
        AdminAccount(
            id: 900 + n, username: "user\(n)", email: "mail\(n)@example.com", firstName: "First\(n)", lastName: "Last\(n)",
            passwordHash: "hash\(n)", isActive: true, expiresAt: noon + Int64(n), roleID: roleID, createdAt: noon + Int64(100 + n),
            setUpEndedAt: noon + Int64(200 + n))
    }
}

extension CustomerAccount {
    static func full(_ n: Int, _ site: Site) -> CustomerAccount {
        CustomerAccount(
            id: 900 + n, websiteID: site.websiteID, storeID: site.storeID, groupID: 100 + n, email: "Mail\(n)@example.com",
            passwordHash: "hash\(n)", isActive: true, confirmation: "key\(n)", createdAt: noon + Int64(n), updatedAt: noon + Int64(100 + n),
            createdIn: "Store\(n)", firstName: "First\(n)", lastName: "Last\(n)", middleName: "Middle\(n)", prefix: "Dr\(n)",
            suffix: "jr\(n)", dateOfBirth: "1970-01-\(10 + n)", gender: 200 + n, taxNumber: "Tax\(n)", disablesAutoGroupChange: true,
            isSubscribed: true, defaultBillingID: 300 + n, defaultShippingID: 400 + n)
    }
}

extension CustomerAddress {
    static func full(_ n: Int, _ customerID: Int) -> CustomerAddress {
        CustomerAddress(
            customerID: customerID, region: .init(code: "Code\(n)", name: "Region\(n)", id: 500 + n), countryID: "C\(n)",
            street: ["Street\(n)", "", "House"], company: "Company\(n)", telephone: "Phone\(n)", fax: "Fax\(n)", postcode: "Post\(n)",
            city: "City\(n)", firstName: "First\(n)", lastName: "Last\(n)", middleName: "Middle\(n)", prefix: "Dr\(n)", suffix: "jr\(n)",
            taxNumber: "Tax\(n)")
    }
}

extension Integration {
    static func full(_ n: Int) -> Integration {
        Integration(
            id: 900 + n, name: "Name\(n)", email: "mail\(n)@example.com", endpoint: "https://endpoint\(n).example.com",
            identityLink: "https://link\(n).example.com", status: .waiting, setupType: .configuration,
            resources: ["r::two\(n)", "r::one\(n)"], createdAt: noon + Int64(n))
    }
}

extension QueuedMail {
    static func full(id: Int = 0) -> QueuedMail {
        QueuedMail(
            id: id, reference: "ref", kind: "kind", recipient: "to@example.com", recipientName: "To", texts: "{}", sealed: "sealed",
            createdAt: noon + 1, dueAt: noon + 2, attempts: 77)
    }
}
