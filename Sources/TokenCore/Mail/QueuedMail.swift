public import ServiceModel

/// A mail as it is stored in the queue; its secrets are sealed.
public struct QueuedMail: Sendable, Equatable {
    /// 0 until it is stored.
    public let id: Int
    /// Identifies the mail in logs and, as its Message-ID, to recipients.
    public let reference: String
    /// The raw value of ``OutgoingMail/Kind``.
    public let kind: String
    public let recipient: String
    public let recipientName: String
    /// Values that are not secret, as a JSON object of texts.
    public let texts: String
    /// Secret values, as a sealed JSON object of texts; `nil` when there are none.
    public let sealed: String?
    public let createdAt: Timestamp
    /// The next attempt is not earlier. While a worker has claimed the mail, this is the end of the lease.
    public let dueAt: Timestamp
    /// How often the mail was claimed. It distinguishes the worker that holds the lease from one whose lease has expired.
    public let attempts: Int

    public init(
        id: Int = 0, reference: String, kind: String, recipient: String, recipientName: String, texts: String, sealed: String?,
        createdAt: Timestamp, dueAt: Timestamp, attempts: Int = 0
    ) {
        self.id = id
        self.reference = reference
        self.kind = kind
        self.recipient = recipient
        self.recipientName = recipientName
        self.texts = texts
        self.sealed = sealed
        self.createdAt = createdAt
        self.dueAt = dueAt
        self.attempts = attempts
    }
}

/// When a mail that could not be sent is tried again.
public enum MailRetry {
    /// Seconds to wait after the first failure, the second, and so on; the last wait repeats.
    static let waits = [60, 300, 1800, 7200]
    /// Seconds after which a mail is given up.
    static let lifetime = 86400

    /// The longest time in seconds that a mail can be ahead of being due, by its attempts: its wait, or the lease of its worker.
    static func longestWaits(lease: Int) -> [Int] {
        [Timestamp.clockSkew] + waits.map { max($0, lease) + Timestamp.clockSkew }
    }

    /// - Parameter attempts: the attempts so far, including the one that failed now.
    /// - Returns: `nil` when the mail is given up.
    public static func next(after attempts: Int, createdAt: Timestamp, now: Timestamp) -> Timestamp? {
        let wait = waits[min(max(attempts, 1), waits.count) - 1]
        let next = now.adding(seconds: wait)
        return next <= createdAt.adding(seconds: lifetime) ? next : nil
    }
}

/// Encrypts the secrets of queued mails; implemented by ``Keyring``.
public protocol MailSealing: Sendable {
    /// - Parameter purpose: opening needs the same purpose.
    func seal(_ text: Secret, for purpose: String) throws -> String
    /// Throws when the key is gone, the purpose is another one, or the text was modified.
    func open(_ sealed: String, for purpose: String) throws -> Secret
}
