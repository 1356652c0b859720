import ArgumentParser
import ServiceModel
import TokenCore
import TokenServices

struct CustomerCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "customer", abstract: "Customers: the accounts that may get a customer token.",
        discussion: """
            Where several websites have the same address, commands act on all of them.

            Examples:
              token-gateway customer create jane@example.com --first-name Jane --last-name Doe
              token-gateway customer list --json
              token-gateway customer password jane@example.com --password-stdin < password.txt
            """,
        subcommands: [Create.self, List.self, Disable.self, Enable.self, Unlock.self, Delete.self, Password.self])

    struct Create: ObjectCommand {
        static let operation = CustomerAdministrationService.create
        static let configuration = CommandConfiguration(
            commandName: "create", abstract: "Creates a customer, who gets the welcome mail.",
            discussion: """
                Passwords obey customer/password/minimum_password_length and customer/password/required_character_classes_number \
                (see token-gateway config list).
                """)

        @Argument(help: "E-mail address, which is the name to sign in with.")
        var email: String
        @Option(help: ArgumentHelp("First name.", valueName: "name"))
        var firstName = ""
        @Option(help: ArgumentHelp("Last name.", valueName: "name"))
        var lastName = ""
        @Option(help: ArgumentHelp("Store of registration, which decides the website (default: the default store).", valueName: "code"))
        var store: String?
        @OptionGroup var password: PasswordOptions
        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions

        func parameters(in shell: Shell) throws -> Parameters {
            let secret = try PasswordReader.read(piped: password.passwordStdin, of: email, from: shell.input)
            return [
                "email": .text(email), "firstName": .text(firstName), "lastName": .text(lastName), "store": store.map { .text($0) },
                "password": .text(secret.revealed),
            ]
        }

        func sentence(_ result: Wire) -> String { "created customer \(result.shown("email")) (id \(result.shown("id")))" }
    }

    struct List: ListCommand {
        /// Customers in memory at a time.
        static let page = 500
        static let operation = CustomerAdministrationService.getList
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists customers.", discussion: "A table is aligned in blocks of \(page) rows.")

        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            var listing = self.listing(in: shell)
            var last: Wire?
            while true {
                let customers = try await core.call(Self.operation, WireObject(["afterId": last, "pageSize": .int(Self.page)])).items
                try listing.add(customers)
                guard customers.count == Self.page, let next = customers.last?["id"] else { break }
                last = next
            }
            try listing.finish()
        }
    }

    struct Disable: OperationCommand {
        static let operation = CustomerAdministrationService.setActive
        static let configuration = CommandConfiguration(commandName: "disable", abstract: "Disables a customer; all tokens end at once.")

        @Argument(help: "E-mail address of the customer.")
        var email: String
        @OptionGroup var place: DatabaseOptions

        func parameters(in shell: Shell) -> Parameters { ["email": .text(email), "isActive": false] }

        func sentence(_ result: Wire) -> String { "disabled customer \(VisibleText.of(email)); all tokens have ended" }
    }

    struct Enable: OperationCommand {
        static let operation = CustomerAdministrationService.setActive
        static let configuration = CommandConfiguration(commandName: "enable", abstract: "Lets a customer sign in again.")

        @Argument(help: "E-mail address of the customer.")
        var email: String
        @OptionGroup var place: DatabaseOptions

        func parameters(in shell: Shell) -> Parameters { ["email": .text(email), "isActive": true] }

        func sentence(_ result: Wire) -> String { "enabled customer \(VisibleText.of(email))" }
    }

    struct Unlock: OperationCommand {
        static let operation = CustomerAdministrationService.unlock
        static let configuration = CommandConfiguration(
            commandName: "unlock", abstract: "Deletes the failed sign-ins of an address.")

        @Argument(help: "E-mail address of a customer, or another one with failed sign-ins.")
        var email: String
        @OptionGroup var place: DatabaseOptions

        func parameters(in shell: Shell) -> Parameters { ["email": .text(email)] }

        func sentence(_ result: Wire) -> String { "unlocked \(VisibleText.of(email))" }
    }

    struct Delete: OperationCommand {
        static let operation = CustomerAdministrationService.delete
        static let configuration = CommandConfiguration(
            commandName: "delete", abstract: "Deletes a customer; all tokens end at once.")

        @Argument(help: "E-mail address of the customer.")
        var email: String
        @OptionGroup var place: DatabaseOptions

        func parameters(in shell: Shell) -> Parameters { ["email": .text(email)] }

        func sentence(_ result: Wire) -> String { "deleted customer \(VisibleText.of(email))" }
    }

    struct Password: OperationCommand {
        static let operation = CustomerAdministrationService.setPassword
        static let configuration = CommandConfiguration(
            commandName: "password", abstract: "Sets a new password, and tells the customer by mail; all tokens end, a lock stays.")

        @Argument(help: "E-mail address of the customer.")
        var email: String
        @OptionGroup var password: PasswordOptions
        @OptionGroup var place: DatabaseOptions

        func parameters(in shell: Shell) throws -> Parameters {
            let secret = try PasswordReader.read(piped: password.passwordStdin, of: email, from: shell.input)
            return ["email": .text(email), "password": .text(secret.revealed)]
        }

        func sentence(_ result: Wire) -> String { "changed the password of customer \(VisibleText.of(email)); all tokens have ended" }
    }
}
