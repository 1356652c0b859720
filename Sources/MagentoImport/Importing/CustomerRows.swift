import TokenCore

/// The sites and groups that customers may refer to, as they will be when the import has ended.
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

/// Converts rows to customers and addresses. Throws problems of the row.
struct CustomerRows {
    let known: KnownSites
    let subscribers: IDSet
    let now: Timestamp

    func customer(_ row: TableRow) throws(ImportProblem) -> CustomerAccount {
        let id = try row.int("entity_id", in: 1...Int(Int32.max))
        let websiteID = try row.optionalInt("website_id") ?? Store.adminID
        guard let stores = known.storesOfWebsite[websiteID] else { throw row.problem("there is no website \(websiteID) with a store") }
        // In Magento, customers that an admin created have the admin store.
        let wanted = try row.optionalInt("store_id") ?? Store.adminID
        let storeID = wanted == Store.adminID ? known.defaultStoreOfWebsite[websiteID] ?? wanted : wanted
        guard let storeName = stores[storeID] else { throw row.problem("store \(storeID) is none of website \(websiteID)") }
        let groupID = try row.int("group_id")
        guard known.groups.contains(groupID) else { throw row.problem("there is no customer group \(groupID)") }
        let created = try row.moment("created_at") ?? now
        var account = CustomerAccount(
            id: id, websiteID: websiteID, storeID: storeID, groupID: groupID, email: "", passwordHash: nil, createdAt: created,
            updatedAt: created, createdIn: storeName, firstName: "", lastName: "", isSubscribed: subscribers.contains(id))
        for column in Self.customerColumns { try column.read(row, &account) }
        return account
    }

    /// The columns of `customer_entity`, all of which a file must have.
    static let customerColumns: [ImportedColumn<CustomerAccount>] = [
        .key("entity_id"), .key("website_id"), .key("group_id"), .key("store_id"), .key("created_at"), .key("password_hash"),
        ImportedColumn(name: "email") { row, account throws(ImportProblem) in account.email = try email(row) },
        .flag("is_active", \.isActive),
        .optionalText("confirmation", \.confirmation),
        ImportedColumn(name: "updated_at") { row, account throws(ImportProblem) in
            if let moment = try row.moment("updated_at") { account.updatedAt = moment }
        },
        ImportedColumn(name: "created_in") { row, account throws(ImportProblem) in
            if let name = try row.nonEmptyText("created_in") { account.createdIn = name }
        },
        .text("firstname", \.firstName),
        .text("lastname", \.lastName),
        .optionalText("middlename", \.middleName),
        .optionalText("prefix", \.prefix),
        .optionalText("suffix", \.suffix),
        ImportedColumn(name: "dob") { row, account throws(ImportProblem) in account.dateOfBirth = try day(row, "dob") },
        .optionalInt("gender", \.gender, in: 0...3),
        .optionalText("taxvat", \.taxNumber),
        .flag("disable_auto_group_change", \.disablesAutoGroupChange),
        .optionalInt("default_billing", \.defaultBillingID),
        .optionalInt("default_shipping", \.defaultShippingID),
    ]

    /// An address that the old installation accepted is not validated again, but it must be searchable and printable.
    private static func email(_ row: TableRow) throws(ImportProblem) -> String {
        let email = try row.text("email")
        guard !email.isEmpty, email.utf8.count <= LoginName.longest, LoginName.isPrintable(email) else {
            throw row.problem("email is not 1 to \(LoginName.longest) visible characters")
        }
        return email
    }

    private static func day(_ row: TableRow, _ column: String) throws(ImportProblem) -> String? {
        guard let text = try row.nonEmptyText(column), !text.hasPrefix("0000-00-00") else { return nil }
        guard CivilDay(text.prefix(10)) != nil else { throw row.problem("\(column) is not a day of the form YYYY-MM-DD") }
        return String(text.prefix(10))
    }

    static func address(_ row: TableRow, of customerID: Int) throws(ImportProblem) -> CustomerAddress {
        let id = try row.int("entity_id", in: 1...Int(Int32.max))
        var address = CustomerAddress(
            id: id, customerID: customerID, countryID: "", street: [], telephone: "", city: "", firstName: "", lastName: "")
        for column in Self.addressColumns { try column.read(row, &address) }
        return address
    }

    /// The columns of `customer_address_entity`, all of which a file must have.
    static let addressColumns: [ImportedColumn<CustomerAddress>] = [
        .key("entity_id"), .key("parent_id"), .key("region_id"),
        ImportedColumn(name: "region") { row, address throws(ImportProblem) in
            let name = try row.nonEmptyText("region")
            let id = try row.optionalInt("region_id") ?? 0
            address.region = name == nil && id == 0 ? nil : CustomerAddress.Region(name: name, id: id)
        },
        .text("country_id", \.countryID),
        ImportedColumn(name: "street") { row, address throws(ImportProblem) in
            address.street = lines(try row.optionalText("street") ?? "")
        },
        .optionalText("company", \.company),
        .text("telephone", \.telephone),
        .optionalText("fax", \.fax),
        .optionalText("postcode", \.postcode),
        .text("city", \.city),
        .text("firstname", \.firstName),
        .text("lastname", \.lastName),
        .optionalText("middlename", \.middleName),
        .optionalText("prefix", \.prefix),
        .optionalText("suffix", \.suffix),
        .optionalText("vat_id", \.taxNumber),
    ]

    /// Without empty lines at the end.
    private static func lines(_ street: String) -> [String] {
        var lines = street.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }.map(String.init)
        while lines.count > 1, lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}
