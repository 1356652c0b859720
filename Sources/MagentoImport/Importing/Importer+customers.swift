import TokenCore

extension Importer {
    /// What customers may refer to.
    private struct Known {
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

    /// Customers keep their ids. One that is here under the same id and address stays as it is; another is a refusal.
    /// - Returns: those that went in.
    func importCustomers() throws -> IDSet {
        let kind = "customers"
        let subscribers = try subscribers()
        let known = try Known(session)
        var new = IDSet()
        try eachRow(of: .customer) { row in
            let customer = try customer(row, known, subscribers)
            if try session.insertKeepingID(customer) {
                new.insert(customer.id)
                return report.count(.new, kind)
            }
            guard !new.contains(customer.id) else { throw row.problem("another customer before has this entity_id") }
            guard let there = try session.customer(id: customer.id) else {
                throw row.problem("another customer has this email in this website")
            }
            guard there.websiteID == customer.websiteID,
                LoginName.same(LoginName.folded(there.email), LoginName.folded(customer.email))
            else { throw row.problem("customer \(customer.id) is another one here") }
            report.count(.present, kind)
        }
        return new
    }

    private func customer(_ row: TableRow, _ known: Known, _ subscribers: IDSet) throws -> CustomerAccount {
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
            passwordHash: try passwordHash(row, "password_hash", "customers"), isActive: try row.flag("is_active"),
            confirmation: try row.filledText("confirmation"), createdAt: created, updatedAt: try row.moment("updated_at") ?? created,
            createdIn: try row.filledText("created_in") ?? storeName, firstName: try row.optionalText("firstname") ?? "",
            lastName: try row.optionalText("lastname") ?? "", middleName: try row.filledText("middlename"),
            prefix: try row.filledText("prefix"), suffix: try row.filledText("suffix"), dateOfBirth: try day(row, "dob"),
            gender: try row.optionalInt("gender", in: 0...3), taxNumber: try row.filledText("taxvat"),
            disablesAutoGroupChange: try row.flag("disable_auto_group_change"), isSubscribed: subscribers.contains(id),
            defaultBillingID: try row.optionalInt("default_billing"), defaultShippingID: try row.optionalInt("default_shipping"))
    }

    /// Addresses that were taken there are not judged by our rules, but they can be looked up and shown.
    private func email(_ row: TableRow) throws -> String {
        let email = try row.text("email")
        guard !email.isEmpty, email.utf8.count <= LoginName.longest, LoginName.isPrintable(email) else {
            throw row.problem("email is not 1 to \(LoginName.longest) visible characters")
        }
        return email
    }

    private func day(_ row: TableRow, _ column: String) throws -> String? {
        guard let text = try row.filledText(column), !text.hasPrefix("0000-00-00") else { return nil }
        guard CivilDay(text.prefix(10)) != nil else { throw row.problem("\(column) is not a day of the form YYYY-MM-DD") }
        return String(text.prefix(10))
    }

    private func subscribers() throws -> IDSet {
        var ids = IDSet()
        try eachRow(of: .subscriber) { row in
            let status = try row.int("subscriber_status", in: 1...4)
            if status == 1, let id = try row.optionalInt("customer_id"), id > 0 { ids.insert(id) }
        }
        return ids
    }
}
