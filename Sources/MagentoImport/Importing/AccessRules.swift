import TokenCore

/// The roles of Magento with their resources and owners, from `authorization_role` and `authorization_rule`.
struct AccessRules: Sendable {
    struct Group: Sendable {
        let id: Int
        let name: String
        let row: TableRow
    }

    /// The roles that admins can have, by id.
    private(set) var groups: [Group] = []
    /// The role of each admin.
    private(set) var groupOfAdmin: [Int: Int] = [:]
    private(set) var rejectedRows: [RejectedRow] = []
    private var roleOfIntegration: [Int: Int] = [:]
    private var allowed: [Int: [String]] = [:]

    init(_ source: any TableSource) throws {
        try each(source, .role) { rules, row in try rules.add(row) }
        groups.sort { $0.id < $1.id }
        try each(source, .rule) { rules, row in
            let resource = try row.text("resource_id")
            switch try row.optionalText("permission") {
            case "allow": rules.allowed[try row.int("role_id"), default: []].append(resource)
            case "deny", nil: break
            default: throw row.problem("permission is neither allow nor deny")
            }
        }
    }

    /// An invalid row grants nothing.
    private mutating func each(
        _ source: any TableSource, _ table: MagentoTable, _ body: (inout AccessRules, TableRow) throws -> Void
    ) throws {
        var cursor = try source.cursor(of: table)
        while let row = try cursor.next() {
            do {
                try body(&self, row)
            } catch let problem as ImportProblem {
                rejectedRows.append(row.rejected(problem, in: table))
            }
        }
    }

    private mutating func add(_ row: TableRow) throws {
        let id = try row.int("role_id")
        let userID = try row.optionalInt("user_id") ?? 0
        let isIntegration = try row.optionalInt("user_type") == 1
        switch try row.text("role_type") {
        case "G": groups.append(Group(id: id, name: try row.text("role_name"), row: row))
        case "U" where isIntegration: roleOfIntegration[userID] = id
        case "U":
            // A parent of 0 means none.
            if let parent = try row.optionalInt("parent_id"), parent > 0 { groupOfAdmin[userID] = parent }
        default: throw row.problem("role_type is neither G nor U")
        }
    }

    /// Resources in the order of the file; unknown ids are kept and grant nothing.
    func resources(ofRole id: Int) -> [String] { allowed[id] ?? [] }

    func resources(ofIntegration id: Int) -> [String] { roleOfIntegration[id].map { resources(ofRole: $0) } ?? [] }
}
