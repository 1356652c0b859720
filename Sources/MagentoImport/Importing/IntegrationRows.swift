/// The consumers and the live access token of each, the last one in the file where there are several. Tokens of users are not imported;
/// because there may be many of them, the rows are read before the transaction.
struct IntegrationRows: Sendable {
    private(set) var consumers: [Int: TableRow] = [:]
    private(set) var tokens: [Int: TableRow] = [:]
    /// The number of tokens that are not imported.
    private(set) var left = 0
    private(set) var rejectedRows: [RejectedRow] = []

    init(_ source: any TableSource) throws {
        guard source.counts[.integration] != nil else { return }
        try source.rows(of: .consumer) { row in
            // An invalid consumer is reported with its integration.
            if let id = try? row.int("entity_id") { consumers[id] = row }
        }
        try source.rows(of: .token) { row in
            do {
                try add(token: row)
            } catch let problem as ImportProblem {
                if rejectedRows.count < ImportReport.maximumNamedRows { rejectedRows.append(row.rejected(problem, in: .token)) }
            }
        }
    }

    private mutating func add(token row: TableRow) throws {
        let type = try row.text("type")
        guard ["access", "request", "verifier"].contains(type) else { throw row.problem("type is not access, request or verifier") }
        guard let id = try row.optionalInt("consumer_id"), consumers[id] != nil, type == "access", try !row.flag("revoked") else {
            left += 1
            return
        }
        tokens[id] = row
    }
}
