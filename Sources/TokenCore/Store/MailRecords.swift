/// Mails on their way; ``MailQueue`` knows what they say. A worker has what it claimed until the lease is over; `attempt` is the number
/// that the claim gave it, so that a worker that comes late changes nothing.
public protocol MailRecords {
    /// How many wait; counts no further than the limit.
    func queuedMails(upTo limit: Int) throws -> Int
    /// At most `limit` mails, those that are due first before the others.
    func queuedMails(limit: Int) throws -> [QueuedMail]
    /// - Returns: how many there are.
    func makeMailsDue(at now: Timestamp) throws -> Int
    func insert(_ mail: QueuedMail) throws
    func hasMail(dueAt now: Timestamp) throws -> Bool
    /// Takes at most `limit` mails that are due, those that wait longest first: each has one attempt more, and nobody else gets it
    /// before `lease`. In order of arrival.
    func claimMails(dueAt now: Timestamp, limit: Int, until lease: Timestamp) throws -> [QueuedMail]
    /// - Returns: whether this worker still had the mail.
    func postponeMail(id: Int, attempt: Int, until due: Timestamp) throws -> Bool
    /// - Returns: whether this worker still had the mail.
    func deleteMail(id: Int, attempt: Int) throws -> Bool
}
