import TokenCore

extension SQLSession {
    func append(_ record: AuditRecord) throws {
        try execute(Self.insertAudit, record)
    }

    func auditTrail(limit: Int, offset: Int) throws -> [AuditRecord] {
        try all(Self.latestAudit, [.limit(limit), .limit(offset)])
    }

    func auditRecordCount() throws -> Int {
        try first("SELECT count(*) AS records FROM audit", []) { try $0.value("records", .int) } ?? 0
    }

    private static let auditRecord = SQLRecord(
        "audit", AuditRecord.init(at:action:actorKind:actorID:subject:address:requestID:outcome:reason:),
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
    private static let latestAudit = auditRecord.query("ORDER BY id DESC LIMIT $1 OFFSET $2")
}
