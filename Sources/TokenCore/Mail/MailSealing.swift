public import ServiceModel

/// Keeps the secrets of queued mails unreadable in the database; ``Keyring`` does.
public protocol MailSealing: Sendable {
    /// - Parameter purpose: whose secret it is; the sealed text opens under no other.
    func seal(_ text: Secret, for purpose: String) throws -> String
    /// Throws when the text was sealed under a key that is gone or for another purpose, or has been changed.
    func open(_ sealed: String, for purpose: String) throws -> Secret
}
