/// A transport for messages.
public protocol Mailer: Sendable {
    /// Hands a message over. Returns once the next hop is responsible for it. A message may be handed over again: its Message-ID stays the
    /// same.
    func send(_ message: MailMessage) async throws(MailFailure)
}

/// Why a message could not be handed over.
public struct MailFailure: Error, Sendable {
    /// For the operator's log. It contains neither the content nor the recipient.
    public let reason: String
    /// Another attempt would fail in the same way.
    public let isFinal: Bool

    public init(_ reason: String, isFinal: Bool = false) {
        self.reason = reason
        self.isFinal = isFinal
    }
}
