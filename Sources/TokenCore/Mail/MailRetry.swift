/// When a mail that could not be handed over is tried again.
public enum MailRetry {
    /// Seconds to wait after the first failure, the second and so on; after the last one its own wait repeats.
    static let waits = [60, 300, 1800, 7200]
    /// Seconds after which nobody tries any more.
    static let lifetime = 86400

    /// How far ahead of being due a mail can be, in seconds, by its attempts: for its wait, or for the lease of the worker that has it.
    static func longestWaits(lease: Int) -> [Int] {
        [Timestamp.clockSlack] + waits.map { max($0, lease) + Timestamp.clockSlack }
    }

    /// - Parameter attempts: how many there were, the one that failed now included.
    /// - Returns: `nil` when the mail is given up.
    public static func next(after attempts: Int, createdAt: Timestamp, now: Timestamp) -> Timestamp? {
        let wait = waits[min(max(attempts, 1), waits.count) - 1]
        let next = now.adding(seconds: wait)
        return next <= createdAt.adding(seconds: lifetime) ? next : nil
    }
}
