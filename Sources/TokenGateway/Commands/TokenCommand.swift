import ArgumentParser
import ServiceModel
import TokenCore
import TokenServices

struct TokenCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Tokens in use.",
        discussion: """
            Tokens themselves are neither shown nor stored. An accessor names a token: it can revoke it, but gives no access.

            Examples:
              token-gateway token list --admin alice
              token-gateway token revoke --customer jane@example.com
              token-gateway token revoke --accessor 3k0v…
            """,
        subcommands: [List.self, Revoke.self, Purge.self])

    /// The owner of the tokens.
    struct Owners: ParsableArguments {
        @Option(help: ArgumentHelp("Tokens of an administrator.", valueName: "username"))
        var admin: String?
        @Option(help: ArgumentHelp("Tokens of a customer.", valueName: "address"))
        var customer: String?
        @Option(help: ArgumentHelp("The access token of an integration.", valueName: "name"))
        var integration: String?

        func validate() throws {
            if count > 1 { throw ValidationError("pass only one of --admin, --customer and --integration") }
        }

        var count: Int { [admin, customer, integration].count { $0 != nil } }

        /// The parameters that name the owner.
        func parameters(accessor: String? = nil) -> Parameters {
            [
                "admin": admin.map { .text($0) }, "customer": customer.map { .text($0) }, "integration": integration.map { .text($0) },
                "accessor": accessor.map { .text($0) },
            ]
        }
    }

    struct List: ListCommand {
        static let operation = TokenAdministrationService.getList
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists live tokens, oldest first: of one owner, or all.")

        @OptionGroup var owners: Owners
        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions

        func parameters(in shell: Shell) -> Parameters { owners.parameters() }
    }

    struct Revoke: OperationCommand {
        static let operation = TokenAdministrationService.revoke
        static let configuration = CommandConfiguration(
            commandName: "revoke", abstract: "Ends all tokens of one owner, or the one that an accessor names.")

        @OptionGroup var owners: Owners
        @Option(help: ArgumentHelp("The accessor of one token, from token list.", valueName: "id"))
        var accessor: String?
        @OptionGroup var place: DatabaseOptions

        func validate() throws {
            if owners.count + (accessor == nil ? 0 : 1) != 1 {
                throw ValidationError("pass exactly one of --admin, --customer, --integration and --accessor")
            }
        }

        func parameters(in shell: Shell) -> Parameters { owners.parameters(accessor: accessor) }

        func sentence(_ result: Wire) -> String { "revoked \(result.count) \(result.count == 1 ? "token" : "tokens")" }
    }

    struct Purge: OperationCommand {
        static let operation = TokenAdministrationService.purge
        static let configuration = CommandConfiguration(
            commandName: "purge", abstract: "Deletes tokens that have ended, as the server does every hour.")

        @OptionGroup var place: DatabaseOptions

        func sentence(_ result: Wire) -> String { "deleted \(result.count) ended \(result.count == 1 ? "token" : "tokens")" }
    }
}
