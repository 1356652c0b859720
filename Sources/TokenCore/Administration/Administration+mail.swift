public import ServiceModel

extension Administration {
    /// Mails on their way, those that come next first; at most `limit`. What they say stays sealed.
    public func queuedMails(limit: Int) async throws(Fault) -> [QueuedMail] {
        try await read { try $0.queuedMails(limit: limit) }
    }

    /// Makes every mail due now, for a mail server that works again. - Returns: how many there were.
    public func retryMails() async throws(Fault) -> Int {
        try await change("mail.retry", "queue") { session, now in try session.makeMailsDue(at: now) }
    }
}
