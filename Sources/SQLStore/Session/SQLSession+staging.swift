import TokenCore

extension SQLSession {
    func beginImport(at now: Timestamp) throws -> Int {
        try insertedID("INSERT INTO import_run (touched_at) VALUES ($1) RETURNING id", [.moment(now)])
    }

    func touchImport(_ id: Int, at now: Timestamp) throws -> Bool {
        try execute("UPDATE import_run SET touched_at = $1 WHERE id = $2", [.moment(now), .int(id)]) > 0
    }

    func imports() throws -> [(id: Int, touchedAt: Timestamp)] {
        try all("SELECT id, touched_at FROM import_run ORDER BY id") { (try $0.value("id", .int), try $0.value("touched_at", .moment)) }
    }

    func endImport(_ id: Int) throws -> Bool {
        try execute("DELETE FROM import_run WHERE id = $1", [.int(id)]) > 0
    }

    func reserveIDs(customers: Int, addresses: Int) throws {
        for (table, highest) in [("customer", customers), ("customer_address", addresses)] {
            for statement in connection.dialect.reserving(table) { _ = try connection.query(statement, [.int(highest)]) }
        }
    }

    /// Codes are unique, and those of the file may still belong to other sites, so staged sites get codes of their own.
    func stageSites(websites: [Int], stores: [Int], import id: Int) throws {
        for website in websites {
            try execute(
                """
                INSERT INTO website (id, code, name, default_store_id, is_default, import_id) VALUES ($1, $2, $2, $3, 0, $4)
                ON CONFLICT DO NOTHING
                """, [.int(website), .text("import-\(id)-\(website)"), .int(Store.adminID), .int(id)])
        }
        for store in stores {
            try execute(
                "INSERT INTO store (id, code, name, website_id, import_id) VALUES ($1, $2, $2, $3, $4) ON CONFLICT DO NOTHING",
                [.int(store), .text("import-\(id)-\(store)"), .int(Self.adminWebsiteID), .int(id)])
        }
    }

    func deleteStagedSites(ofImport id: Int) throws {
        try execute("DELETE FROM store WHERE import_id = $1", [.int(id)])
        try execute("DELETE FROM website WHERE import_id = $1", [.int(id)])
    }

    func forgetStrayDefaultAddresses(ofImport id: Int, after start: Int, limit: Int) throws -> Int? {
        guard let end = try lastCustomer(after: start, limit: limit) else { return nil }
        for column in ["default_billing", "default_shipping"] {
            try execute(
                """
                UPDATE customer SET \(column) = NULL
                WHERE id > $1 AND id <= $2 AND import_id = $3 AND \(column) IS NOT NULL AND NOT EXISTS
                    (SELECT 1 FROM customer_address
                     WHERE customer_address.id = customer.\(column) AND customer_address.customer_id = customer.id)
                """, [.int(start), .int(end), .int(id)])
        }
        return end
    }

    func deleteStagedCustomers(ofImport id: Int, after start: Int, limit: Int) throws -> Int? {
        guard let end = try lastCustomer(after: start, limit: limit) else { return nil }
        try execute("DELETE FROM customer WHERE id > $1 AND id <= $2 AND import_id = $3", [.int(start), .int(end), .int(id)])
        return end
    }

    /// The id of the last of the next customers, whether they belong to the import or not.
    private func lastCustomer(after id: Int, limit: Int) throws -> Int? {
        try first(
            "SELECT max(id) AS id FROM (SELECT id FROM customer WHERE id > $1 ORDER BY id LIMIT $2) AS next", [.int(id), .limit(limit)]
        ) { try $0.valueIfPresent("id", .int) } ?? nil
    }
}
