import ServiceModel
import TokenCore

extension Importer {
    private static let kind = "websites and stores"

    /// Websites and stores keep their ids, because customers and other systems refer to them.
    func importSites() throws {
        let touched = try importWebsites()
        try importStores(touched)
        try setDefaults(touched)
    }

    /// - Returns: the websites that the import creates or replaces.
    private func importWebsites() throws -> IDSet {
        var touched = IDSet()
        var rows: [(id: Int, row: TableRow)] = []
        try forEachRequiredRow(of: .storeWebsite) { rows.append((try $0.int("website_id"), $0)) }
        for (id, row) in rows.sorted(by: { $0.id < $1.id }) where id != Store.adminID {
            let code = try siteCode(row)
            let there = try session.websites()
            if let known = there.first(where: { $0.id == id }) {
                if known.code.utf8Equals(code) {
                    report.count(.present, Self.kind)
                    if isFresh { touched.insert(id) }
                    continue
                }
                guard isFresh, id == 1 else { throw row.problem("website \(id) has another code here") }
            }
            guard !there.contains(where: { $0.code.utf8Equals(code) && $0.id != id }) else {
                throw row.problem("another website has this code here")
            }
            try session.setWebsite(id: id, code: code, name: try row.nonEmptyText("name") ?? code)
            report.count(.new, Self.kind)
            touched.insert(id)
        }
        return touched
    }

    private func importStores(_ touched: IDSet) throws {
        var rows: [(id: Int, row: TableRow)] = []
        try forEachRequiredRow(of: .store) { rows.append((try $0.int("store_id"), $0)) }
        for (id, row) in rows.sorted(by: { $0.id < $1.id }) where id != Store.adminID {
            let code = try siteCode(row)
            let websiteID = try row.int("website_id")
            guard try session.websites().contains(where: { $0.id == websiteID }) else {
                throw row.problem("there is no website \(websiteID)")
            }
            if try !row.flag("is_active") { report.note("Store \(code) is not active in the file; here it is served.") }
            let there = try session.stores()
            if let known = there.first(where: { $0.id == id }) {
                if known.code.utf8Equals(code), known.websiteID == websiteID {
                    report.count(.present, Self.kind)
                    continue
                }
                guard isFresh, id == 1 else { throw row.problem("store \(id) has another code or website here") }
            }
            guard !there.contains(where: { $0.code.utf8Equals(code) && $0.id != id }) else {
                throw row.problem("another store has this code here")
            }
            try session.setStore(id: id, code: code, name: try row.nonEmptyText("name") ?? code, websiteID: websiteID)
            report.count(.new, Self.kind)
        }
    }

    /// Checks that a code is usable in URLs: a letter, then letters, digits and `_`, at most 32 characters.
    private func siteCode(_ row: TableRow) throws(ImportProblem) -> String {
        let code = try row.text("code")
        let isCode = code.utf8.first.map { SQLScanner.isWord($0) && $0 > 57 && $0 != 95 } ?? false
        guard isCode, code.utf8.count <= 32, code.utf8.allSatisfy(SQLScanner.isWord), code != Store.all, code != "admin" else {
            throw row.problem("code is not 1 to 32 letters, digits and _ with a letter first")
        }
        return code
    }

    /// The default store of a website is that of its default group, or else its first store.
    private func setDefaults(_ touched: IDSet) throws {
        var storeOfGroup: [Int: Int] = [:]
        try forEachRequiredRow(of: .storeGroup) { row in
            storeOfGroup[try row.int("group_id")] = try row.optionalInt("default_store_id")
        }
        try forEachRequiredRow(of: .storeWebsite) { row in
            let id = try row.int("website_id")
            guard touched.contains(id) else { return }
            let own = try session.stores().filter { $0.websiteID == id }
            let wanted = try row.optionalInt("default_group_id").flatMap { storeOfGroup[$0] }
            if let store = own.first(where: { $0.id == wanted }) ?? own.first {
                try session.setDefaultStore(store.id, ofWebsite: id)
            } else {
                report.note("Website \(try row.text("code")) has no store.")
            }
            if isFresh, try row.optionalInt("is_default") == 1 { try session.setDefaultWebsite(id: id) }
        }
    }
}
