/// Takes messages towards their recipients.
public protocol Mailer: Sendable {
    /// Returns when the next hop is responsible for the message. Handing over the same message again is harmless: its Message-ID stays.
    func send(_ message: MailMessage) async throws(MailFailure)
}

/// Why a message was not handed over.
public struct MailFailure: Error, Sendable {
    /// For the operator's log; never what the mail says nor whom it is for.
    public let reason: String
    /// Another try would end the same way.
    public let isFinal: Bool

    public init(_ reason: String, isFinal: Bool = false) {
        self.reason = reason
        self.isFinal = isFinal
    }
}
