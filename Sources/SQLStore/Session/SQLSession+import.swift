import TokenCore

extension SQLSession {
    func hasCustomers() throws -> Bool {
        try !connection.query("SELECT id FROM visible_customer LIMIT 1", []).isEmpty
    }

    func insertKeepingID(_ customer: CustomerAccount, import id: Int) throws -> Bool {
        try execute(
            """
            INSERT INTO customer
                (website_id, store_id, group_id, email, email_key, password_hash, is_active, confirmation, updated_at, created_in,
                 first_name, last_name, middle_name, prefix, suffix, date_of_birth, gender, tax_number, disables_auto_group_change,
                 is_subscribed, default_billing, default_shipping, first_name_key, last_name_key, created_in_key, middle_name_key,
                 prefix_key, suffix_key, tax_number_key, created_at, id, import_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25,
                $26, $27, $28, $29, $30, $31, $32)
            ON CONFLICT DO NOTHING
            """, Self.changeable(customer) + [.moment(customer.createdAt), .int(customer.id), .int(id)]) > 0
    }

    func insertKeepingID(_ admin: AdminAccount) throws -> Bool {
        try execute(
            """
            INSERT INTO admin_user
                (id, username, username_key, email, first_name, last_name, password_hash, is_active, expires_at, role_id, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT DO NOTHING
            """,
            [
                .int(admin.id), .text(admin.username), .text(LoginName.folded(admin.username)), .text(admin.email),
                .text(admin.firstName), .text(admin.lastName), .text(admin.passwordHash), .flag(admin.isActive),
                .moment(admin.expiresAt), .int(admin.roleID), .moment(admin.createdAt),
            ]) > 0
    }

    func insertKeepingID(_ address: CustomerAddress) throws -> Bool {
        try execute(
            """
            INSERT INTO customer_address
                (region_code, region, region_id, country_id, street, company, telephone, fax, postcode, city, first_name, last_name,
                 middle_name, prefix, suffix, tax_number, customer_id, id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
            ON CONFLICT DO NOTHING
            """, Self.changeable(address) + [.int(address.customerID), .int(address.id)]) > 0
    }

    func insertKeepingID(_ integration: Integration) throws -> Bool {
        try execute(
            """
            INSERT INTO integration (id, name, email, endpoint, identity_link, status, setup_type, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT DO NOTHING
            """,
            [
                .int(integration.id), .text(integration.name), .text(integration.email), .text(integration.endpoint),
                .text(integration.identityLink), .int(integration.status.rawValue), .int(integration.setupType.rawValue),
                .moment(integration.createdAt),
            ]) > 0
    }

    func setWebsite(id: Int, code: String, name: String) throws {
        try execute(
            """
            INSERT INTO website (id, code, name, default_store_id, is_default) VALUES ($1, $2, $3, $4, 0)
            ON CONFLICT (id) DO UPDATE SET code = excluded.code, name = excluded.name, import_id = 0
            """, [.int(id), .text(code), .text(name), .int(Store.adminID)])
    }

    func setStore(id: Int, code: String, name: String, websiteID: Int) throws {
        try execute(
            """
            INSERT INTO store (id, code, name, website_id) VALUES ($1, $2, $3, $4)
            ON CONFLICT (id) DO UPDATE SET code = excluded.code, name = excluded.name, website_id = excluded.website_id, import_id = 0
            """, [.int(id), .text(code), .text(name), .int(websiteID)])
    }

    func setDefaultWebsite(id: Int) throws {
        // In two statements: the index that allows one default website looks at every row by itself.
        try execute("UPDATE website SET is_default = 0 WHERE is_default = 1 AND id <> $1", [.int(id)])
        try execute("UPDATE website SET is_default = 1 WHERE id = $1", [.int(id)])
    }
}
