import ArgumentParser
import ServiceModel
import TokenCore
import TokenServices

struct StoreCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "store", abstract: "Stores and websites: the code in an address such as /rest/CODE/V1.",
        discussion: """
            Customers belong to the website of the store in which they register.

            Example:
              token-gateway store create outlet --website outlet
            """,
        subcommands: [Create.self, List.self])

    struct Create: ObjectCommand {
        static let operation = StoreService.create
        static let configuration = CommandConfiguration(commandName: "create", abstract: "Creates a store.")

        @Argument(help: "Code: a to z, 0 to 9 and _, at most 32, beginning with a letter.")
        var code: String
        @Option(
            help: ArgumentHelp("Website; one that does not exist is created (default: the default website).", valueName: "code"))
        var website: String?
        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions

        func parameters(in shell: Shell) -> Parameters { ["code": .text(code), "website": website.map { .text($0) }] }

        func sentence(_ result: Wire) -> String { "created store \(result.shown("code")) (id \(result.shown("id")))" }
    }

    struct List: ListCommand {
        static let operation = StoreService.getList
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists stores with their websites.")

        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions
    }
}
