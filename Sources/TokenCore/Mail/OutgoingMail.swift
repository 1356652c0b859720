public import ServiceModel

/// A mail as the rules request it. Templates decide on its wording, the transport on its way.
public struct OutgoingMail: Sendable {
    /// The template. Raw values are names of templates and are stored in the queue.
    public enum Kind: String, Sendable, CaseIterable {
        /// A customer registered with a password.
        case welcome
        /// A customer was created without a password; has `token` and, if configured, `link`.
        case welcomeWithoutPassword = "welcome_without_password"
        /// A password reset was requested; has `token` and, if configured, `link`.
        case passwordReset = "password_reset"
        /// The password was changed or reset; has no values of its own.
        case passwordChanged = "password_changed"
        /// The e-mail address was changed; sent to the old and to the new address.
        case emailChanged = "email_changed"
        /// An admin must set up a second factor; has `token`, `link`, `username`, `site`.
        case secondFactorSetUp = "second_factor_set_up"
    }

    /// A value for a template. Secrets appear in the mail only.
    public enum Value: Sendable {
        case text(String)
        case secret(Secret)
    }

    public let kind: Kind
    /// The address of the account, checked by ``EmailAddress/isValid(_:)``.
    public let recipient: String
    public let recipientName: String
    /// Values by placeholder: `firstname`, `lastname`, `email`, `store`, `token`, `link`, `hours`, `username`, `site`.
    public let values: [String: Value]
    public let createdAt: Timestamp

    public init(kind: Kind, recipient: String, recipientName: String, values: [String: Value] = [:], createdAt: Timestamp) {
        self.kind = kind
        self.recipient = recipient
        self.recipientName = recipientName
        self.values = values
        self.createdAt = createdAt
    }
}
