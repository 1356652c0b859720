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
    /// - Parameter waits: the longest time in seconds that a mail with no attempt, with one, and so on, may be ahead of being due; the
    ///   last one goes on. A mail that is further ahead is due: the clock was set back.
    func hasMail(dueAt now: Timestamp, waits: [Int]) throws -> Bool
    /// Takes at most `limit` mails that are due, those that wait longest first: each has one attempt more, and nobody else gets it
    /// before `lease`. In order of arrival.
    func claimMails(dueAt now: Timestamp, waits: [Int], limit: Int, until lease: Timestamp) throws -> [QueuedMail]
    /// - Returns: whether this worker still had the mail.
    func postponeMail(id: Int, attempt: Int, until due: Timestamp) throws -> Bool
    /// - Returns: whether this worker still had the mail.
    func deleteMail(id: Int, attempt: Int) throws -> Bool
}
