import ArgumentParser
import GatewayHTTP

/// `token-gateway` itself.
struct RootCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token-gateway",
        abstract: "Exchanges credentials of admins and customers for access tokens, over REST and SOAP.",
        discussion: """
            A first try, with demo accounts:
              token-gateway serve --database demo.sqlite --demo

            In production:
              export TOKEN_GATEWAY_DATABASE=/var/lib/token-gateway/gateway.sqlite
              token-gateway admin create alice --email alice@example.com
              token-gateway serve --base-url https://gateway.example.com

            Commands act on the database directly and may run while a server runs: it sees their effect within a second. \
            The exit status is 0 on success, 1 when an action was refused or failed, and 64 for wrong usage.
            """,
        version: ProgramVersion.text,
        subcommands: [
            ServeCommand.self, CheckCommand.self, AdminCommand.self, RoleCommand.self, CustomerCommand.self, IntegrationCommand.self,
            TokenCommand.self, TfaCommand.self, MailCommand.self, KeyCommand.self, BackupCommand.self,
            RestoreCommand.self,
            StoreCommand.self, ConfigCommand.self, ImportCommand.self, WSDLCommand.self, OpenAPICommand.self,
        ])
}
