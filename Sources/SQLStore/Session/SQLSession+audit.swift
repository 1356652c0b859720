import TokenCore

extension SQLSession {
    func append(_ record: AuditRecord) throws {
        try execute(Self.insertAudit, record)
    }

    func auditTrail(limit: Int) throws -> [AuditRecord] {
        try all(Self.latestAudit, [.limit(limit)])
    }

    private static let auditRecord = SQLRecord(
        "audit", AuditRecord.init,
        .column("happened_at", \.at, .moment),
        .column("action", \.action, .text),
        .column("actor_kind", \.actorKind, .text),
        .optional("actor_id", \.actorID, .int),
        .column("subject", \.subject, .text),
        .column("address", \.address, .text),
        .column("request_id", \.requestID, .text),
        .column("outcome", \.outcome, .choice),
        .column("reason", \.reason, .text))

    private static let insertAudit = auditRecord.insert()
    private static let latestAudit = auditRecord.query("ORDER BY id DESC LIMIT $1")
}
