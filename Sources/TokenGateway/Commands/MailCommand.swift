import ArgumentParser
import TokenCore

struct MailCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "mail", abstract: "Mails that wait to be handed over.",
        discussion: """
            A mail that the mail server does not take is tried again after 1, 5 and 30 minutes, then every 2 hours, and given up after \
            a day. The server's log tells why. Requests for a password reset wait here, too, until the server has looked whom they name: \
            their kind is reset_request, and they show no recipient.

            Example:
              token-gateway mail retry
            """,
        subcommands: [List.self, Retry.self])

    struct List: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists mails that wait, those that come next first; at most 1000.")

        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            try await Listing.print(
                core.administration(as: .localOperator).queuedMails(limit: 1000), Column.mail, asJSON: form.json, in: shell)
        }
    }

    struct Retry: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "retry", abstract: "Has every mail tried again now, also one that is being handed over at this moment.")

        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            let count = try await core.administration(as: .localOperator).retryMails()
            try shell.print("\(count) \(count == 1 ? "mail is" : "mails are") due now")
        }
    }
}

extension Column<QueuedMail> {
    static var mail: [Column] {
        [
            Column("reference") { .text($0.reference) },
            Column("kind") { .text($0.kind) },
            Column("recipient") { .text($0.recipient) },
            Column("attempts") { .number($0.attempts) },
            Column("created_at") { .moment($0.createdAt) },
            Column("due_at") { .moment($0.dueAt) },
        ]
    }
}
