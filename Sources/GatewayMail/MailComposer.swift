import ServiceModel
public import TokenCore

/// Makes messages of the mails that the rules want sent.
public struct MailComposer: Sendable {
    let templates: MailTemplates
    let sender: MailAddress

    public init(templates: MailTemplates, sender: MailAddress) {
        self.templates = templates
        self.sender = sender
    }

    /// - Parameter reference: the same for every try of one mail.
    /// - Throws: a final ``MailFailure`` when name, address or subject cannot stand in a header.
    public func message(_ mail: OutgoingMail, reference: String) throws(MailFailure) -> MailMessage {
        guard let recipient = MailAddress(mail.recipient, name: mail.recipientName) else {
            throw MailFailure("the recipient cannot stand in a header", isFinal: true)
        }
        let template = templates[mail.kind]
        var values = mail.values.mapValues(\.shown)
        values["name"] = mail.recipientName
        return try MailMessage(
            .init(
                sender: sender, recipient: recipient, subject: template.subject(values), text: template.text(values),
                html: template.html(values), reference: reference, date: mail.createdAt))
    }
}

extension OutgoingMail.Value {
    /// As the recipient reads it.
    fileprivate var shown: String {
        switch self {
        case .text(let text): text
        case .secret(let secret): secret.revealed
        }
    }
}
