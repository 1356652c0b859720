import TokenCore

extension SQLSession {
    /// Reads in blocks, because databases bound the number of parameters.
    func addresses(ofCustomers ids: [Int]) throws -> [CustomerAddress] {
        if ids.count == 1 { return try all(Self.addressesOfCustomer, [.int(ids[0])]) }
        var found: [CustomerAddress] = []
        var rest = ids.sorted()[...]
        while !rest.isEmpty {
            let block = rest.prefix(500)
            rest = rest.dropFirst(500)
            let parameters = (1...block.count).map { "$\($0)" }.joined(separator: ", ")
            let query = Self.addressRecord.query("WHERE customer_id IN (\(parameters)) ORDER BY customer_id, id")
            found += try connection.queryOnce(query.sql, block.map { .int($0) }).map(query.decode)
        }
        return found
    }

    func insert(_ address: CustomerAddress) throws -> Int {
        try insertedID(Self.insertAddress, address)
    }

    func insertKeepingID(_ address: CustomerAddress) throws -> Bool {
        try execute(Self.insertAddressKeepingID, address) > 0
    }

    func update(_ address: CustomerAddress) throws {
        try execute(Self.updateAddress, address)
    }

    func deleteAddress(id: Int) throws {
        try execute("DELETE FROM customer_address WHERE id = $1", [.int(id)])
    }

    private static let addressRecord = SQLRecord(
        "customer_address", CustomerAddress.init,
        .column("id", \.id, .int, .generatedKey),
        .column("customer_id", \.customerID, .int, .fixed),
        .region,
        .column("country_id", \.countryID, .text),
        .column("street", \.street, .lines),
        .optional("company", \.company, .text),
        .column("telephone", \.telephone, .text),
        .optional("fax", \.fax, .text),
        .optional("postcode", \.postcode, .text),
        .column("city", \.city, .text),
        .column("first_name", \.firstName, .text),
        .column("last_name", \.lastName, .text),
        .optional("middle_name", \.middleName, .text),
        .optional("prefix", \.prefix, .text),
        .optional("suffix", \.suffix, .text),
        .optional("tax_number", \.taxNumber, .text))

    private static let addressesOfCustomer = addressRecord.query("WHERE customer_id = $1 ORDER BY id")
    private static let insertAddress = addressRecord.insert("RETURNING id")
    private static let insertAddressKeepingID = addressRecord.insert(keepsKey: true, "ON CONFLICT DO NOTHING")
    private static let updateAddress = addressRecord.update()
}

extension SQLColumn where Row == CustomerAddress, Value == CustomerAddress.Region? {
    /// There is a region where there is an id, which may be 0.
    fileprivate static let region = SQLColumn(stored: [
        StoredColumn("region_code", selection: "region_code") { .text($0.region?.code) },
        StoredColumn("region", selection: "region") { .text($0.region?.name) },
        StoredColumn("region_id", selection: "region_id") { .int($0.region?.id) },
    ]) { row, position in
        let code = try row.nextIfPresent(&position, .text)
        let name = try row.nextIfPresent(&position, .text)
        return try row.nextIfPresent(&position, .int).map { CustomerAddress.Region(code: code, name: name, id: $0) }
    }
}
