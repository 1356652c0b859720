package import ServiceModel
package import TokenCore

/// Mails that wait for delivery.
package enum MailQueueService {
    private static let name = "administrationMailV1"

    package static let getList: HandledOperation<Core> = Operation(
        service: name, method: "getList", resources: [.system], input: .listInput, output: .mails,
        documentation: "Lists waiting mails in the order of their next attempt, without their content."
    ).handled { core, input, context throws(Fault) in
        let page = try input.page
        return page.part(of: try await core.administration(as: context.actor).queuedMails(limit: MailQueue.capacity), MailData.init)
    }

    package static let retry: HandledOperation<Core> = Operation(
        service: name, method: "retry", resources: [.system], input: .noParameters, output: .int,
        documentation: "Makes every mail due now. Returns how many."
    ).handled { core, _, context throws(Fault) in
        try await core.administration(as: context.actor).retryMails()
    }

    static let operations = [getList, retry]
}

struct MailData: Sendable {
    let reference: String
    let kind: String
    let recipient: String
    let attempts: Int
    let createdAt: String
    let dueAt: String
}

extension MailData {
    init(_ mail: QueuedMail) {
        self.init(
            reference: mail.reference, kind: mail.kind, recipient: mail.recipient, attempts: mail.attempts,
            createdAt: mail.createdAt.sqlDateTime, dueAt: mail.dueAt.sqlDateTime)
    }
}

extension Codec where Value == MailData {
    static let mail = object(
        "AdministrationDataMail", MailData.init, .required("reference", \.reference, .string, "Names the mail in logs."),
        .required("kind", \.kind, .string, "Kind of the mail."),
        .required("recipient", \.recipient, .string, "Address; empty while the recipient is not looked up."),
        .required("attempts", \.attempts, .int, "Attempts to deliver it."),
        .required("createdAt", \.createdAt, .string, "When it was queued, in UTC."),
        .required("dueAt", \.dueAt, .string, "When the next attempt is due, in UTC."))
}

extension Codec where Value == Page<MailData> {
    static let mails = Codec<MailData>.mail.page("AdministrationDataMailSearchResults")
}
