import TokenCore

extension SQLSession {
    /// In blocks, because databases bound the number of parameters.
    func addresses(ofCustomers ids: [Int]) throws -> [CustomerAddress] {
        var found: [CustomerAddress] = []
        var rest = ids.sorted()[...]
        while !rest.isEmpty {
            let block = rest.prefix(500)
            rest = rest.dropFirst(500)
            let places = (1...block.count).map { "$\($0)" }.joined(separator: ", ")
            let sql = "\(Self.selectAddress) WHERE customer_id IN (\(places)) ORDER BY customer_id, id"
            let values = block.map { SQLValue.int($0) }
            // One customer is asked for all the time.
            found += try (block.count == 1 ? connection.query(sql, values) : connection.queryOnce(sql, values)).map(Self.address)
        }
        return found
    }

    func insert(_ address: CustomerAddress) throws -> Int {
        try insertedID(
            """
            INSERT INTO customer_address
                (region_code, region, region_id, country_id, street, company, telephone, fax, postcode, city, first_name, last_name,
                 middle_name, prefix, suffix, tax_number, customer_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) RETURNING id
            """, Self.changeable(address) + [.int(address.customerID)])
    }

    func update(_ address: CustomerAddress) throws {
        try execute(
            """
            UPDATE customer_address SET region_code = $1, region = $2, region_id = $3, country_id = $4, street = $5, company = $6,
                telephone = $7, fax = $8, postcode = $9, city = $10, first_name = $11, last_name = $12, middle_name = $13,
                prefix = $14, suffix = $15, tax_number = $16
            WHERE id = $17
            """, Self.changeable(address) + [.int(address.id)])
    }

    func deleteAddress(id: Int) throws {
        try execute("DELETE FROM customer_address WHERE id = $1", [.int(id)])
    }

    /// The parameters `$1` to `$16` of both statements above. A region is there when it has an id, which may be 0.
    static func changeable(_ address: CustomerAddress) -> [SQLValue] {
        [
            .text(address.region?.code), .text(address.region?.name), .int(address.region?.id), .text(address.countryID),
            .text(address.street.joined(separator: "\n")), .text(address.company), .text(address.telephone), .text(address.fax),
            .text(address.postcode), .text(address.city), .text(address.firstName), .text(address.lastName), .text(address.middleName),
            .text(address.prefix), .text(address.suffix), .text(address.taxNumber),
        ]
    }

    private static let selectAddress = """
        SELECT id, customer_id, region_code, region, region_id, country_id, street, company, telephone, fax, postcode, city, first_name,
            last_name, middle_name, prefix, suffix, tax_number
        FROM customer_address
        """

    private static func address(_ row: SQLRow) throws -> CustomerAddress {
        let code = try row.optionalText("region_code")
        let name = try row.optionalText("region")
        return CustomerAddress(
            id: try row.int("id"),
            customerID: try row.int("customer_id"),
            region: try row.optionalInt("region_id").map { CustomerAddress.Region(code: code, name: name, id: $0) },
            countryID: try row.text("country_id"),
            street: try row.text("street").split(separator: "\n", omittingEmptySubsequences: false).map(String.init),
            company: try row.optionalText("company"),
            telephone: try row.text("telephone"),
            fax: try row.optionalText("fax"),
            postcode: try row.optionalText("postcode"),
            city: try row.text("city"),
            firstName: try row.text("first_name"),
            lastName: try row.text("last_name"),
            middleName: try row.optionalText("middle_name"),
            prefix: try row.optionalText("prefix"),
            suffix: try row.optionalText("suffix"),
            taxNumber: try row.optionalText("tax_number"))
    }
}
