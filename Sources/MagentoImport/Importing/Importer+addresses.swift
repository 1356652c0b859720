import TokenCore

extension Importer {
    /// Addresses of the customers that went in, with their ids: default addresses refer to them. Address books that are here stay.
    func importAddresses(of customers: IDSet) throws {
        let kind = "addresses"
        var hasNew = false
        try eachRow(of: .address) { row in
            let parent = try row.int("parent_id")
            guard customers.contains(parent) else {
                return report.count(try session.customer(id: parent) == nil ? .skipped : .present, kind)
            }
            guard try session.insertKeepingID(address(row, of: parent)) else {
                throw row.problem("another address has this entity_id")
            }
            hasNew = true
            report.count(.new, kind)
        }
        if hasNew || report.lines.contains(where: { $0.kind == "customers" && $0.new > 0 }) {
            try session.forgetStrayDefaultAddresses()
        }
    }

    private func address(_ row: TableRow, of customerID: Int) throws -> CustomerAddress {
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
    private func lines(_ street: String) -> [String] {
        var lines = street.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }.map(String.init)
        while lines.count > 1, lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}
