import TokenCore

extension SQLSession {
    func queuedMails(upTo limit: Int) throws -> Int {
        try first("SELECT count(*) AS number FROM (SELECT 1 FROM mail LIMIT $1) AS waiting", [.limit(limit)]) { try $0.int("number") } ?? 0
    }

    func queuedMails(limit: Int) throws -> [QueuedMail] {
        try all("SELECT \(Self.mailColumns) FROM mail ORDER BY due_at, id LIMIT $1", [.limit(limit)], Self.mail)
    }

    func makeMailsDue(at now: Timestamp) throws -> Int {
        try execute("UPDATE mail SET due_at = $1", [.moment(now)])
    }

    func insert(_ mail: QueuedMail) throws {
        try execute(
            """
            INSERT INTO mail (reference, kind, recipient, recipient_name, texts, sealed, created_at, due_at, attempts)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                .text(mail.reference), .text(mail.kind), .text(mail.recipient), .text(mail.recipientName), .text(mail.texts),
                .text(mail.sealed), .moment(mail.createdAt), .moment(mail.dueAt), .int(mail.attempts),
            ])
    }

    func hasMail(dueAt now: Timestamp, waits: [Int]) throws -> Bool {
        try first("SELECT id FROM mail WHERE \(Self.due(waits)) LIMIT 1", [.moment(now)]) { try $0.int("id") } != nil
    }

    /// Whether a mail is due at `$1`. The shortest wait stands alone beside the others so that the index serves both halves.
    private static func due(_ waits: [Int]) -> String {
        let ahead = waits.map { max(0, Int64($0)) * 1000 }
        guard let least = ahead.min(), let last = ahead.last else { return "due_at <= $1" }
        let cases = ahead.dropLast().enumerated().map { "WHEN \($0) THEN \($1)" }.joined(separator: " ")
        let own = cases.isEmpty ? "\(last)" : "CASE attempts \(cases) ELSE \(last) END"
        return "(due_at <= $1 OR (due_at > $1 + \(least) AND due_at > $1 + \(own)))"
    }

    func claimMails(dueAt now: Timestamp, waits: [Int], limit: Int, until lease: Timestamp) throws -> [QueuedMail] {
        // Where writers do not queue up, the outer condition is asked anew once another one is done; the inner one is not.
        let claimed = try all(
            """
            UPDATE mail SET due_at = $2, attempts = attempts + 1
            WHERE id IN (SELECT id FROM mail WHERE \(Self.due(waits)) ORDER BY due_at, id LIMIT $3) AND \(Self.due(waits))
            RETURNING \(Self.mailColumns)
            """, [.moment(now), .moment(lease), .limit(limit)], Self.mail)
        return claimed.sorted { $0.id < $1.id }
    }

    func postponeMail(id: Int, attempt: Int, until due: Timestamp) throws -> Bool {
        try execute(
            "UPDATE mail SET due_at = $1 WHERE id = $2 AND attempts = $3", [.moment(due), .int(id), .int(attempt)]) > 0
    }

    func deleteMail(id: Int, attempt: Int) throws -> Bool {
        try execute("DELETE FROM mail WHERE id = $1 AND attempts = $2", [.int(id), .int(attempt)]) > 0
    }

    private static let mailColumns = "id, reference, kind, recipient, recipient_name, texts, sealed, created_at, due_at, attempts"

    private static func mail(_ row: SQLRow) throws -> QueuedMail {
        QueuedMail(
            id: try row.int("id"),
            reference: try row.text("reference"),
            kind: try row.text("kind"),
            recipient: try row.text("recipient"),
            recipientName: try row.text("recipient_name"),
            texts: try row.text("texts"),
            sealed: try row.optionalText("sealed"),
            createdAt: try row.moment("created_at"),
            dueAt: try row.moment("due_at"),
            attempts: try row.int("attempts"))
    }
}
