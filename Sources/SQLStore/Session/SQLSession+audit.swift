import TokenCore

extension SQLSession {
    func append(_ record: AuditRecord) throws {
        try execute(
            """
            INSERT INTO audit (happened_at, action, actor_kind, actor_id, subject, address, request_id, outcome, reason)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                .moment(record.at), .text(record.action), .text(record.actorKind), .int(record.actorID), .text(record.subject),
                .text(record.address), .text(record.requestID), .text(record.outcome.rawValue), .text(record.reason),
            ])
    }

    func auditTrail(limit: Int) throws -> [AuditRecord] {
        try all(
            """
            SELECT happened_at, action, actor_kind, actor_id, subject, address, request_id, outcome, reason FROM audit
            ORDER BY id DESC LIMIT $1
            """, [.limit(limit)]
        ) { row in
            AuditRecord(
                at: try row.moment("happened_at"),
                action: try row.text("action"),
                actorKind: try row.text("actor_kind"),
                actorID: try row.optionalInt("actor_id"),
                subject: try row.text("subject"),
                address: try row.text("address"),
                requestID: try row.text("request_id"),
                outcome: try row.choice("outcome"),
                reason: try row.text("reason"))
        }
    }
}
