import ArgumentParser
import TokenCore

struct CustomerCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "customer", abstract: "Customers: who may get a customer token.",
        discussion: """
            Where several websites have the same address, commands act on all of them.

            Examples:
              token-gateway customer create jane@example.com --first-name Jane --last-name Doe
              token-gateway customer list --json
              token-gateway customer password jane@example.com --password-stdin < password.txt
            """,
        subcommands: [Create.self, List.self, Disable.self, Enable.self, Unlock.self, Delete.self, Password.self])

    struct Create: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "create", abstract: "Creates a customer.",
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

        func act(on core: Core, in shell: Shell) async throws {
            let secret = try PasswordReader.read(piped: password.passwordStdin, of: email, from: shell.input)
            let draft = CustomerDraft(
                email: email, firstName: firstName.isEmpty ? nil : firstName, lastName: lastName.isEmpty ? nil : lastName)
            let created = try await core.customers.create(draft, password: secret, storeCode: store, core.localContext()).account
            try await shell.print(
                form.json
                    ? Listing.json(created, Column.customer(in: core.administration(as: .localOperator).snapshot()))
                    : "created customer \(VisibleText.of(created.email)) (id \(created.id))")
        }
    }

    struct List: DatabaseCommand {
        /// Customers held at a time.
        static let page = 500
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists customers.", discussion: "A table is aligned in blocks of \(page) rows.")

        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            var listing = Listing(
                try await Column.customer(in: core.administration(as: .localOperator).snapshot()), asJSON: form.json, in: shell)
            var last = 0
            while true {
                let customers = try await core.customers.list(after: last, limit: Self.page)
                try listing.add(customers)
                guard customers.count == Self.page, let next = customers.last?.id else { break }
                last = next
            }
            try listing.finish()
        }
    }

    struct Disable: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "disable", abstract: "Shuts a customer out; all tokens end at once.")

        @Argument(help: "E-mail address of the customer.")
        var email: String
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            try await core.customers.setActive(false, email: email, by: .localOperator)
            try shell.print("disabled customer \(VisibleText.of(email)); all tokens have ended")
        }
    }

    struct Enable: DatabaseCommand {
        static let configuration = CommandConfiguration(commandName: "enable", abstract: "Lets a customer sign in again.")

        @Argument(help: "E-mail address of the customer.")
        var email: String
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            try await core.customers.setActive(true, email: email, by: .localOperator)
            try shell.print("enabled customer \(VisibleText.of(email))")
        }
    }

    struct Unlock: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "unlock", abstract: "Forgets the failed sign-ins of an address.")

        @Argument(help: "E-mail address of a customer, or another one with failed sign-ins.")
        var email: String
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            try await core.administration(as: .localOperator).unlock(.customer, email)
            try shell.print("unlocked \(VisibleText.of(email))")
        }
    }

    struct Delete: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete", abstract: "Deletes a customer; all tokens end at once.")

        @Argument(help: "E-mail address of the customer.")
        var email: String
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            try await core.customers.delete(email: email, by: .localOperator)
            try shell.print("deleted customer \(VisibleText.of(email))")
        }
    }

    struct Password: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "password", abstract: "Sets a new password; all tokens end, a lock stays.")

        @Argument(help: "E-mail address of the customer.")
        var email: String
        @OptionGroup var password: PasswordOptions
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            let secret = try PasswordReader.read(piped: password.passwordStdin, of: email, from: shell.input)
            try await core.customers.setPassword(secret, email: email, by: .localOperator)
            try shell.print("changed the password of customer \(VisibleText.of(email)); all tokens have ended")
        }
    }
}
