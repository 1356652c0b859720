import ArgumentParser
import ServiceModel
import TokenCore
import TokenServices

struct MailCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "mail", abstract: "Mails in the queue.",
        discussion: """
            A mail that the mail server does not accept is retried after 1, 5 and 30 minutes, then every 2 hours, and dropped after a \
            day. The server's log has the reason. Requests for a password reset are queued here, too, until the server has looked up the \
            account: their kind is reset_request, and they have no recipient.

            Example:
              token-gateway mail retry
            """,
        subcommands: [List.self, Retry.self])

    struct List: ListCommand {
        static let operation = MailQueueService.getList
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists waiting mails in the order of their next attempt; at most 1000.")

        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            var listing = self.listing(in: shell)
            try await listing.add(core.call(Self.operation, WireObject(["pageSize": 1000])).items)
            try listing.finish()
        }
    }

    struct Retry: OperationCommand {
        static let operation = MailQueueService.retry
        static let configuration = CommandConfiguration(
            commandName: "retry", abstract: "Makes every mail due now, including one that is being delivered at this moment.")

        @OptionGroup var place: DatabaseOptions

        func sentence(_ result: Wire) -> String { "\(result.count) \(result.count == 1 ? "mail is" : "mails are") due now" }
    }
}
