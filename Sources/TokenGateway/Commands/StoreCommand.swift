import ArgumentParser
import TokenCore

struct StoreCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "store", abstract: "Stores and websites: the code in an address such as /rest/CODE/V1.",
        discussion: """
            Customers belong to the website of the store in which they register.

            Example:
              token-gateway store create outlet --website outlet
            """,
        subcommands: [Create.self, List.self])

    struct Create: DatabaseCommand {
        static let configuration = CommandConfiguration(commandName: "create", abstract: "Creates a store.")

        @Argument(help: "Code: a to z, 0 to 9 and _, at most 32, beginning with a letter.")
        var code: String
        @Option(
            help: ArgumentHelp("Website; one that does not exist is created (default: the default website).", valueName: "code"))
        var website: String?
        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            let created = try await core.administration(as: .localOperator).createStore(code, website: website)
            try await shell.print(
                form.json
                    ? Listing.json(created, Column.store(in: core.administration(as: .localOperator).snapshot()))
                    : "created store \(created.code) (id \(created.id))")
        }
    }

    struct List: DatabaseCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists stores with their websites.")

        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            let sites = try await core.administration(as: .localOperator).snapshot()
            try Listing.print(sites.stores, Column.store(in: sites), asJSON: form.json, in: shell)
        }
    }
}
