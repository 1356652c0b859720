import ServiceModel
public import TokenCore

/// Composes messages from queued mails and templates.
public struct MailComposer: Sendable {
    let templates: MailTemplates
    let sender: MailAddress

    public init(templates: MailTemplates, sender: MailAddress) {
        self.templates = templates
        self.sender = sender
    }

    /// - Parameter reference: the same for every attempt to send one mail.
    /// - Throws: a final ``MailFailure`` when name, address or subject are not allowed in a header field.
    public func message(_ mail: OutgoingMail, reference: String) throws(MailFailure) -> MailMessage {
        guard let recipient = MailAddress(mail.recipient, name: mail.recipientName) else {
            throw MailFailure("the recipient is not allowed in a header field", isFinal: true)
        }
        let template = templates[mail.kind]
        var values = mail.values.mapValues(\.plainText)
        values["name"] = mail.recipientName
        return try MailMessage(
            .init(
                sender: sender, recipient: recipient, subject: template.subject(values), text: template.text(values),
                html: template.html(values), reference: reference, date: mail.createdAt))
    }
}

extension OutgoingMail.Value {
    /// As it appears in the message, secrets included.
    fileprivate var plainText: String {
        switch self {
        case .text(let text): text
        case .secret(let secret): secret.revealed
        }
    }
}
