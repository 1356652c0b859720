/// The rows of the mail queue; ``MailQueue`` knows their contents. A worker owns what it claimed until the lease expires. `attempt` is the
/// number that the claim returned, so that a worker whose lease has expired changes nothing.
public protocol MailRecords {
    /// The number of queued mails, counted up to the limit.
    func queuedMails(upTo limit: Int) throws -> Int
    /// At most `limit` mails, those due first at the front.
    func queuedMails(limit: Int) throws -> [QueuedMail]
    /// Makes all mails due now. - Returns: how many there are.
    func makeMailsDue(at now: Timestamp) throws -> Int
    func insert(_ mail: QueuedMail) throws
    /// - Parameter waits: the longest time in seconds that a mail can be ahead of being due, by its attempts; the last one repeats. A mail
    ///   further ahead is due: the clock was set back.
    func hasMail(dueAt now: Timestamp, waits: [Int]) throws -> Bool
    /// Claims at most `limit` due mails, those that have waited longest first: increments their attempts and hides them from other workers
    /// until `lease`. Returns them in the order in which they were queued.
    func claimMails(dueAt now: Timestamp, waits: [Int], limit: Int, until lease: Timestamp) throws -> [QueuedMail]
    /// - Returns: `false` when this worker no longer owns the mail.
    func postponeMail(id: Int, attempt: Int, until due: Timestamp) throws -> Bool
    /// - Returns: `false` when this worker no longer owns the mail.
    func deleteMail(id: Int, attempt: Int) throws -> Bool
}
