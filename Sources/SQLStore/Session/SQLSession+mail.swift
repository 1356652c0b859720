import TokenCore

extension SQLSession {
    func queuedMails(upTo limit: Int) throws -> Int {
        try first("SELECT count(*) AS number FROM (SELECT 1 FROM mail LIMIT $1) AS waiting", [.limit(limit)]) {
            try $0.value("number", .int)
        } ?? 0
    }

    func queuedMails(limit: Int) throws -> [QueuedMail] {
        try all(Self.nextMails, [.limit(limit)])
    }

    func makeMailsDue(at now: Timestamp) throws -> Int {
        try execute("UPDATE mail SET due_at = $1", [.moment(now)])
    }

    func insert(_ mail: QueuedMail) throws {
        try execute(Self.insertMail, mail)
    }

    func hasMail(dueAt now: Timestamp, waits: [Int]) throws -> Bool {
        try !connection.query("SELECT id FROM mail WHERE \(Self.due(waits)) LIMIT 1", [.moment(now)]).isEmpty
    }

    /// Whether a mail is due at `$1`. The shortest wait is compared on its own as well, so that the index serves both halves.
    private static func due(_ waits: [Int]) -> String {
        let ahead = waits.map { max(0, Int64($0)) * 1000 }
        guard let least = ahead.min(), let last = ahead.last else { return "due_at <= $1" }
        let cases = ahead.dropLast().enumerated().map { "WHEN \($0) THEN \($1)" }.joined(separator: " ")
        let own = cases.isEmpty ? "\(last)" : "CASE attempts \(cases) ELSE \(last) END"
        return "(due_at <= $1 OR (due_at > $1 + \(least) AND due_at > $1 + \(own)))"
    }

    func claimMails(dueAt now: Timestamp, waits: [Int], limit: Int, until lease: Timestamp) throws -> [QueuedMail] {
        // A database with several writers evaluates the outer condition again when a concurrent claim has committed, but not the inner.
        let sql = """
            UPDATE mail SET due_at = $2, attempts = attempts + 1
            WHERE id IN (SELECT id FROM mail WHERE \(Self.due(waits)) ORDER BY due_at, id LIMIT $3) AND \(Self.due(waits))
            RETURNING \(Self.mailRecord.selection)
            """
        let claimed = try all(sql, [.moment(now), .moment(lease), .limit(limit)], Self.mailRecord.decode)
        return claimed.sorted { $0.id < $1.id }
    }

    func postponeMail(id: Int, attempt: Int, until due: Timestamp) throws -> Bool {
        try execute(
            "UPDATE mail SET due_at = $1 WHERE id = $2 AND attempts = $3", [.moment(due), .int(id), .int(attempt)]) > 0
    }

    func deleteMail(id: Int, attempt: Int) throws -> Bool {
        try execute("DELETE FROM mail WHERE id = $1 AND attempts = $2", [.int(id), .int(attempt)]) > 0
    }

    private static let mailRecord = SQLRecord(
        "mail", QueuedMail.init,
        .column("id", \.id, .int, .generatedKey),
        .column("reference", \.reference, .text, .fixed),
        .column("kind", \.kind, .text, .fixed),
        .column("recipient", \.recipient, .text, .fixed),
        .column("recipient_name", \.recipientName, .text, .fixed),
        .column("texts", \.texts, .text, .fixed),
        .optional("sealed", \.sealed, .text, .fixed),
        .column("created_at", \.createdAt, .moment, .fixed),
        .column("due_at", \.dueAt, .moment),
        .column("attempts", \.attempts, .int))

    private static let nextMails = mailRecord.query("ORDER BY due_at, id LIMIT $1")
    private static let insertMail = mailRecord.insert()
}
