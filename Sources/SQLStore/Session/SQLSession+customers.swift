import TokenCore

extension SQLSession {
    func customer(id: Int) throws -> CustomerAccount? {
        try first(Self.customerByID, [.int(id)])
    }

    func customers(email foldedEmail: String, preferring websiteID: Int) throws -> [CustomerAccount] {
        try all(Self.customersByEmail, [.text(foldedEmail), .int(websiteID)])
    }

    func customers(after id: Int, limit: Int) throws -> [CustomerAccount] {
        try all(Self.customersAfter, [.int(id), .limit(limit)])
    }

    func hasCustomers() throws -> Bool {
        try !connection.query("SELECT id FROM visible_customer LIMIT 1", []).isEmpty
    }

    func insert(_ customer: CustomerAccount) throws -> Int {
        try insertedID(Self.insertCustomer, customer)
    }

    func insertKeepingID(_ customer: CustomerAccount, import id: Int) throws -> Bool {
        try execute(Self.stageCustomer, customer, [.int(id)]) > 0
    }

    func update(_ customer: CustomerAccount) throws {
        try execute(Self.updateCustomer, customer)
    }

    func deleteCustomer(id: Int) throws {
        try execute("DELETE FROM customer WHERE id = $1", [.int(id)])
    }

    static let customerRecord = SQLRecord(
        "customer", readFrom: "visible_customer", CustomerAccount.init,
        .column("id", \.id, .int, .generatedKey, search: .id),
        .column("website_id", \.websiteID, .int, search: .websiteID),
        .column("store_id", \.storeID, .int, search: .storeID),
        .column("group_id", \.groupID, .int, search: .groupID),
        .column("email", \.email, .text, folded: "email_key", search: .email),
        .optional("password_hash", \.passwordHash, .text),
        .column("is_active", \.isActive, .flag),
        .optional("confirmation", \.confirmation, .text, search: .confirmation, searchedAs: "lower(confirmation)"),
        .column("created_at", \.createdAt, .moment, .fixed, search: .createdAt),
        .column("updated_at", \.updatedAt, .moment, search: .updatedAt),
        .column("created_in", \.createdIn, .text, folded: "created_in_key", search: .createdIn),
        .column("first_name", \.firstName, .text, folded: "first_name_key", search: .firstName),
        .column("last_name", \.lastName, .text, folded: "last_name_key", search: .lastName),
        .optional("middle_name", \.middleName, .text, folded: "middle_name_key", search: .middleName),
        .optional("prefix", \.prefix, .text, folded: "prefix_key", search: .prefix),
        .optional("suffix", \.suffix, .text, folded: "suffix_key", search: .suffix),
        .optional("date_of_birth", \.dateOfBirth, .text, search: .dateOfBirth),
        .optional("gender", \.gender, .int, search: .gender),
        .optional("tax_number", \.taxNumber, .text, folded: "tax_number_key", search: .taxNumber),
        .column("disables_auto_group_change", \.disablesAutoGroupChange, .flag, search: .disablesAutoGroupChange),
        .column("is_subscribed", \.isSubscribed, .flag),
        .optional("default_billing", \.defaultBillingID, .int, search: .defaultBilling),
        .optional("default_shipping", \.defaultShippingID, .int, search: .defaultShipping))

    private static let customerByID = customerRecord.query("WHERE id = $1")
    private static let customersByEmail = customerRecord.query(
        "WHERE email_key = $1 ORDER BY CASE WHEN website_id = $2 THEN 0 ELSE 1 END, id")
    private static let customersAfter = customerRecord.query("WHERE id > $1 ORDER BY id LIMIT $2")
    private static let insertCustomer = customerRecord.insert("RETURNING id")
    private static let stageCustomer = customerRecord.insert(keepsKey: true, adding: ["import_id"], "ON CONFLICT DO NOTHING")
    private static let updateCustomer = customerRecord.update()
}

extension SQLSession {
    func customerGroup(id: Int) throws -> CustomerGroup? {
        try first(Self.groupByID, [.int(id)])
    }

    func customerGroups() throws -> [CustomerGroup] {
        try all(Self.allGroups)
    }

    func set(_ group: CustomerGroup) throws {
        try execute(Self.setGroup, group)
    }

    private static let groupRecord = SQLRecord(
        "customer_group", CustomerGroup.init,
        .column("id", \.id, .int, .key),
        .column("code", \.code, .text),
        .column("tax_class_id", \.taxClassID, .int))

    private static let groupByID = groupRecord.query("WHERE id = $1")
    private static let allGroups = groupRecord.query("ORDER BY id")
    private static let setGroup = groupRecord.upsert()
}
