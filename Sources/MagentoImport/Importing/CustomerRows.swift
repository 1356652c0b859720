import TokenCore

/// Sites and groups that customers may refer to, as they are when the import has ended.
struct KnownSites: Sendable {
    let storesOfWebsite: [Int: [Int: String]]
    let defaultStoreOfWebsite: [Int: Int]
    let groups: Set<Int>

    init(_ session: any StoreSession) throws {
        var stores: [Int: [Int: String]] = [Store.adminID: [Store.adminID: "Admin"]]
        for store in try session.stores() { stores[store.websiteID, default: [:]][store.id] = store.name }
        storesOfWebsite = stores
        var defaults = [Store.adminID: Store.adminID]
        for website in try session.websites() { defaults[website.id] = website.defaultStoreID }
        defaultStoreOfWebsite = defaults
        groups = Set(try session.customerGroups().map(\.id))
    }
}

/// Turns rows into customers and addresses. Throws problems of the row.
struct CustomerRows {
    let known: KnownSites
    let subscribers: IDSet
    let now: Timestamp

    func customer(_ row: TableRow, passwordHash: String?) throws(ImportProblem) -> CustomerAccount {
        let id = try row.int("entity_id", in: 1...Int(Int32.max))
        let websiteID = try row.optionalInt("website_id") ?? Store.adminID
        guard let stores = known.storesOfWebsite[websiteID] else { throw row.problem("there is no website \(websiteID) with a store") }
        // Customers made by an admin have the admin store there.
        let wanted = try row.optionalInt("store_id") ?? Store.adminID
        let storeID = wanted == Store.adminID ? known.defaultStoreOfWebsite[websiteID] ?? wanted : wanted
        guard let storeName = stores[storeID] else { throw row.problem("store \(storeID) is none of website \(websiteID)") }
        let groupID = try row.int("group_id")
        guard known.groups.contains(groupID) else { throw row.problem("there is no customer group \(groupID)") }
        let created = try row.moment("created_at") ?? now
        return CustomerAccount(
            id: id, websiteID: websiteID, storeID: storeID, groupID: groupID, email: try email(row),
            passwordHash: passwordHash, isActive: try row.flag("is_active"),
            confirmation: try row.filledText("confirmation"), createdAt: created, updatedAt: try row.moment("updated_at") ?? created,
            createdIn: try row.filledText("created_in") ?? storeName, firstName: try row.optionalText("firstname") ?? "",
            lastName: try row.optionalText("lastname") ?? "", middleName: try row.filledText("middlename"),
            prefix: try row.filledText("prefix"), suffix: try row.filledText("suffix"), dateOfBirth: try day(row, "dob"),
            gender: try row.optionalInt("gender", in: 0...3), taxNumber: try row.filledText("taxvat"),
            disablesAutoGroupChange: try row.flag("disable_auto_group_change"), isSubscribed: subscribers.contains(id),
            defaultBillingID: try row.optionalInt("default_billing"), defaultShippingID: try row.optionalInt("default_shipping"))
    }

    /// Addresses that were taken there are not judged by our rules, but they can be looked up and shown.
    private func email(_ row: TableRow) throws(ImportProblem) -> String {
        let email = try row.text("email")
        guard !email.isEmpty, email.utf8.count <= LoginName.longest, LoginName.isPrintable(email) else {
            throw row.problem("email is not 1 to \(LoginName.longest) visible characters")
        }
        return email
    }

    private func day(_ row: TableRow, _ column: String) throws(ImportProblem) -> String? {
        guard let text = try row.filledText(column), !text.hasPrefix("0000-00-00") else { return nil }
        guard CivilDay(text.prefix(10)) != nil else { throw row.problem("\(column) is not a day of the form YYYY-MM-DD") }
        return String(text.prefix(10))
    }

    static func address(_ row: TableRow, of customerID: Int) throws(ImportProblem) -> CustomerAddress {
        let name = try row.filledText("region")
        let regionID = try row.optionalInt("region_id") ?? 0
        return CustomerAddress(
            id: try row.int("entity_id", in: 1...Int(Int32.max)), customerID: customerID,
            region: name == nil && regionID == 0 ? nil : CustomerAddress.Region(name: name, id: regionID),
            countryID: try row.optionalText("country_id") ?? "", street: lines(try row.optionalText("street") ?? ""),
            company: try row.filledText("company"), telephone: try row.optionalText("telephone") ?? "",
            fax: try row.filledText("fax"), postcode: try row.filledText("postcode"), city: try row.optionalText("city") ?? "",
            firstName: try row.optionalText("firstname") ?? "", lastName: try row.optionalText("lastname") ?? "",
            middleName: try row.filledText("middlename"), prefix: try row.filledText("prefix"),
            suffix: try row.filledText("suffix"), taxNumber: try row.filledText("vat_id"))
    }

    /// Without empty lines at the end.
    private static func lines(_ street: String) -> [String] {
        var lines = street.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }.map(String.init)
        while lines.count > 1, lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}
