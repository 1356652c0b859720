public import ServiceModel

/// A mail that the rules want sent. What it says is the templates' business, how it travels the transport's.
public struct OutgoingMail: Sendable {
    /// Which template; raw values are names of templates and stand in the queue.
    public enum Kind: String, Sendable, CaseIterable {
        /// A customer signed up with a password.
        case welcome
        /// A customer was made without a password; carries `token` and, where one is configured, `link`.
        case welcomeWithoutPassword = "welcome_without_password"
        /// Somebody asked for a reset; carries `token` and, where one is configured, `link`.
        case passwordReset = "password_reset"
        /// The password was changed or reset; carries nothing.
        case passwordChanged = "password_changed"
        /// The e-mail address was changed; sent to the old and to the new one.
        case emailChanged = "email_changed"
        /// An admin must set a second factor up; carries `token`, `link`, `username`, `site`.
        case secondFactorSetUp = "second_factor_set_up"
    }

    /// What a template can fill in. Secrets are shown in the mail and nowhere else.
    public enum Value: Sendable {
        case text(String)
        case secret(Secret)
    }

    public let kind: Kind
    /// The e-mail address as the account has it, checked by ``EmailAddress/isValid(_:)``.
    public let recipient: String
    public let recipientName: String
    /// By the placeholder of the template: `firstname`, `lastname`, `email`, `store`, `token`, `link`, `hours`, `username`,
    /// `site`.
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
