/// Consumers, and the live access token of each: the last one of the file where there are several. Tokens of users stay behind; there
/// may be many of them, so they are read before the transaction.
struct IntegrationRows: Sendable {
    private(set) var consumers: [Int: TableRow] = [:]
    private(set) var tokens: [Int: TableRow] = [:]
    /// Tokens that stay behind.
    private(set) var left = 0
    private(set) var oddRows: [OddRow] = []

    init(_ source: any TableSource) throws {
        guard source.counts[.integration] != nil else { return }
        try source.rows(of: .consumer) { row in
            // An integration with such a consumer is named.
            if let id = try? row.int("entity_id") { consumers[id] = row }
        }
        try source.rows(of: .token) { row in
            do {
                try add(token: row)
            } catch let problem as ImportProblem {
                if oddRows.count < ImportReport.mostNamed { oddRows.append(row.odd(problem, in: .token)) }
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
