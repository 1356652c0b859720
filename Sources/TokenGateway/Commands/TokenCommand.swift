import ArgumentParser
import TokenCore

struct TokenCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Tokens that are in use.",
        discussion: """
            Tokens themselves are never shown and not even stored. An accessor names one: it can revoke it, but opens nothing.

            Examples:
              token-gateway token list --admin alice
              token-gateway token revoke --customer jane@example.com
              token-gateway token revoke --accessor 3k0v…
            """,
        subcommands: [List.self, Revoke.self, Purge.self])

    /// Whose tokens.
    struct Owners: ParsableArguments {
        @Option(help: ArgumentHelp("Tokens of an administrator.", valueName: "username"))
        var admin: String?
        @Option(help: ArgumentHelp("Tokens of a customer.", valueName: "address"))
        var customer: String?
        @Option(help: ArgumentHelp("The access token of an integration.", valueName: "name"))
        var integration: String?

        func validate() throws {
            if all.count > 1 { throw ValidationError("pass only one of --admin, --customer and --integration") }
        }

        var all: [Administration.Owner] {
            [admin.map { .admin($0) }, customer.map { .customer($0) }, integration.map { .integration($0) }].compactMap(\.self)
        }
    }

    struct List: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists live tokens, oldest first: of one owner, or all.")

        @OptionGroup var owners: Owners
        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            try await Listing.print(
                core.administration(as: .localOperator).tokens(of: owners.all.first), Column.token, asJSON: form.json, in: shell)
        }
    }

    struct Revoke: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke", abstract: "Ends all tokens of one owner, or the one that an accessor names.")

        @OptionGroup var owners: Owners
        @Option(help: ArgumentHelp("The accessor of one token, from token list.", valueName: "id"))
        var accessor: String?
        @OptionGroup var place: DatabaseOptions

        func validate() throws {
            if owners.all.count + (accessor == nil ? 0 : 1) != 1 {
                throw ValidationError("pass exactly one of --admin, --customer, --integration and --accessor")
            }
        }

        func act(on core: Core, in shell: Shell) async throws {
            var count = 1
            if let owner = owners.all.first {
                count = try await core.administration(as: .localOperator).revokeTokens(of: owner)
            } else if let accessor {
                try await core.administration(as: .localOperator).revokeToken(accessor: accessor)
            }
            try shell.print("revoked \(count) \(count == 1 ? "token" : "tokens")")
        }
    }

    struct Purge: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "purge", abstract: "Deletes tokens that have ended, as the server does every hour.")

        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            let count = try await core.cleanup.purge()
            try shell.print("deleted \(count) ended \(count == 1 ? "token" : "tokens")")
        }
    }
}
