import TokenCore

extension SQLSession {
    func customer(id: Int) throws -> CustomerAccount? {
        try first("\(Self.selectCustomer) WHERE id = $1", [.int(id)], Self.customer)
    }

    func customers(email foldedEmail: String, preferring websiteID: Int) throws -> [CustomerAccount] {
        try all(
            "\(Self.selectCustomer) WHERE email_key = $1 ORDER BY CASE WHEN website_id = $2 THEN 0 ELSE 1 END, id",
            [.text(foldedEmail), .int(websiteID)], Self.customer)
    }

    func customers(after id: Int, limit: Int) throws -> [CustomerAccount] {
        try all("\(Self.selectCustomer) WHERE id > $1 ORDER BY id LIMIT $2", [.int(id), .limit(limit)], Self.customer)
    }

    func insert(_ customer: CustomerAccount) throws -> Int {
        try insertedID(
            """
            INSERT INTO customer
                (website_id, store_id, group_id, email, email_key, password_hash, is_active, confirmation, updated_at, created_in,
                 first_name, last_name, middle_name, prefix, suffix, date_of_birth, gender, tax_number, disables_auto_group_change,
                 is_subscribed, default_billing, default_shipping, first_name_key, last_name_key, created_in_key, middle_name_key,
                 prefix_key, suffix_key, tax_number_key, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25,
                $26, $27, $28, $29, $30)
            RETURNING id
            """, Self.changeable(customer) + [.moment(customer.createdAt)])
    }

    func update(_ customer: CustomerAccount) throws {
        try execute(
            """
            UPDATE customer SET website_id = $1, store_id = $2, group_id = $3, email = $4, email_key = $5, password_hash = $6,
                is_active = $7, confirmation = $8, updated_at = $9, created_in = $10, first_name = $11, last_name = $12,
                middle_name = $13, prefix = $14, suffix = $15, date_of_birth = $16, gender = $17, tax_number = $18,
                disables_auto_group_change = $19, is_subscribed = $20, default_billing = $21, default_shipping = $22,
                first_name_key = $23, last_name_key = $24, created_in_key = $25, middle_name_key = $26, prefix_key = $27,
                suffix_key = $28, tax_number_key = $29
            WHERE id = $30
            """, Self.changeable(customer) + [.int(customer.id)])
    }

    func deleteCustomer(id: Int) throws {
        try execute("DELETE FROM customer WHERE id = $1", [.int(id)])
    }

    /// The parameters `$1` to `$29` of both statements above.
    static func changeable(_ customer: CustomerAccount) -> [SQLValue] {
        [
            .int(customer.websiteID), .int(customer.storeID), .int(customer.groupID), .text(customer.email),
            .text(LoginName.folded(customer.email)), .text(customer.passwordHash), .flag(customer.isActive), .text(customer.confirmation),
            .moment(customer.updatedAt), .text(customer.createdIn), .text(customer.firstName), .text(customer.lastName),
            .text(customer.middleName), .text(customer.prefix), .text(customer.suffix), .text(customer.dateOfBirth), .int(customer.gender),
            .text(customer.taxNumber), .flag(customer.disablesAutoGroupChange), .flag(customer.isSubscribed),
            .int(customer.defaultBillingID), .int(customer.defaultShippingID),
            .key(customer.firstName), .key(customer.lastName), .key(customer.createdIn), .key(customer.middleName),
            .key(customer.prefix), .key(customer.suffix), .key(customer.taxNumber),
        ]
    }

    static let selectCustomer = """
        SELECT id, website_id, store_id, group_id, email, password_hash, is_active, confirmation, created_at, updated_at, created_in,
            first_name, last_name, middle_name, prefix, suffix, date_of_birth, gender, tax_number, disables_auto_group_change,
            is_subscribed, default_billing, default_shipping
        FROM visible_customer
        """

    static func customer(_ row: SQLRow) throws -> CustomerAccount {
        CustomerAccount(
            id: try row.int("id"),
            websiteID: try row.int("website_id"),
            storeID: try row.int("store_id"),
            groupID: try row.int("group_id"),
            email: try row.text("email"),
            passwordHash: try row.optionalText("password_hash"),
            isActive: try row.flag("is_active"),
            confirmation: try row.optionalText("confirmation"),
            createdAt: try row.moment("created_at"),
            updatedAt: try row.moment("updated_at"),
            createdIn: try row.text("created_in"),
            firstName: try row.text("first_name"),
            lastName: try row.text("last_name"),
            middleName: try row.optionalText("middle_name"),
            prefix: try row.optionalText("prefix"),
            suffix: try row.optionalText("suffix"),
            dateOfBirth: try row.optionalText("date_of_birth"),
            gender: try row.optionalInt("gender"),
            taxNumber: try row.optionalText("tax_number"),
            disablesAutoGroupChange: try row.flag("disables_auto_group_change"),
            isSubscribed: try row.flag("is_subscribed"),
            defaultBillingID: try row.optionalInt("default_billing"),
            defaultShippingID: try row.optionalInt("default_shipping"))
    }
}

extension SQLValue {
    /// A text as it is searched and ordered by.
    fileprivate static func key(_ text: String?) -> SQLValue {
        .text(text.map(LoginName.folded))
    }
}
