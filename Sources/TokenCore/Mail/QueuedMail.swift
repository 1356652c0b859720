/// A mail as it waits in the database: secrets only sealed.
public struct QueuedMail: Sendable, Equatable {
    /// 0 until it is in the database.
    public let id: Int
    /// Names the mail in logs and, as its Message-ID, to recipients.
    public let reference: String
    /// Raw value of ``OutgoingMail/Kind``.
    public let kind: String
    public let recipient: String
    public let recipientName: String
    /// Values that anybody may see, as a JSON object of texts.
    public let texts: String
    /// Values that nobody may see, as a sealed JSON object of texts; `nil` when there are none.
    public let sealed: String?
    public let createdAt: Timestamp
    /// Not before this moment is it tried (again). While a worker has it, this is the end of the lease.
    public let dueAt: Timestamp
    /// How often a worker has taken it. It tells the worker that has it from one whose lease is over.
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
