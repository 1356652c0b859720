public import ServiceModel

/// The mail queue and the audit trail.
extension Administration {
    /// At most `limit` waiting mails in the order of their next attempt. Their secret values stay sealed.
    public func queuedMails(limit: Int) async throws(Fault) -> [QueuedMail] {
        try await read { try $0.queuedMails(limit: limit) }
    }

    /// Makes every mail due now, for a mail server that works again.
    /// - Returns: how many.
    public func retryMails() async throws(Fault) -> Int {
        try await change("mail.retry", "queue") { session, now in try session.makeMailsDue(at: now) }
    }

    /// Audit records, newest first, and how many there are in all.
    public func auditTrail(limit: Int, offset: Int) async throws(Fault) -> (records: [AuditRecord], total: Int) {
        try await read { (try $0.auditTrail(limit: limit, offset: offset), try $0.auditRecordCount()) }
    }
}
