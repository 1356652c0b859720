import ArgumentParser
import TokenCore

struct AdminCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "admin", abstract: "Administrators: who may get an admin token.",
        discussion: """
            Examples:
              token-gateway admin create alice --email alice@example.com
              token-gateway admin create report --email ops@example.com --role Readers --password-stdin < password.txt
              token-gateway admin disable alice
            """,
        subcommands: [Create.self, List.self, Disable.self, Enable.self, Unlock.self, Delete.self, Password.self])

    struct Create: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "create", abstract: "Creates an administrator.",
            discussion: "The password has 8 to 256 characters. It is asked for twice, or taken from standard input.")

        @Argument(help: "Name to sign in with; letter case does not matter.")
        var username: String
        @Option(help: ArgumentHelp("E-mail address.", valueName: "address"))
        var email: String
        @Option(help: ArgumentHelp("First name.", valueName: "name"))
        var firstName = ""
        @Option(help: ArgumentHelp("Last name.", valueName: "name"))
        var lastName = ""
        @Option(help: ArgumentHelp("What the administrator may do: a role.", valueName: "role"))
        var role = Role.administrators
        @OptionGroup var password: PasswordOptions
        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            let secret = try PasswordReader.read(piped: password.passwordStdin, of: username, from: shell.input)
            let created = try await core.administration(as: .localOperator).createAdmin(
                .init(username: username, email: email, firstName: firstName, lastName: lastName, roleName: role), password: secret)
            guard form.json else {
                let names = (VisibleText.of(created.username), VisibleText.of(role))
                return try shell.print("created administrator \(names.0) (id \(created.id)) with role \(names.1)")
            }
            guard let listing = try await core.administration(as: .localOperator).admins().first(where: { $0.account.id == created.id })
            else {
                throw CommandError("administrator \(username) was created, but has been deleted since")
            }
            try shell.print(Listing.json(listing, Column.admin))
        }
    }

    struct List: DatabaseCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists administrators.")

        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            try await Listing.print(core.administration(as: .localOperator).admins(), Column.admin, asJSON: form.json, in: shell)
        }
    }

    struct Disable: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "disable", abstract: "Shuts an administrator out; all tokens end at once.")

        @Argument(help: "Name of the administrator.")
        var username: String
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            try await core.administration(as: .localOperator).setAdmin(username, active: false)
            try shell.print("disabled administrator \(VisibleText.of(username)); all tokens have ended")
        }
    }

    struct Enable: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "enable", abstract: "Lets an administrator sign in again; an expiry date that is past is removed.")

        @Argument(help: "Name of the administrator.")
        var username: String
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            try await core.administration(as: .localOperator).setAdmin(username, active: true)
            try shell.print("enabled administrator \(VisibleText.of(username))")
        }
    }

    struct Unlock: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "unlock", abstract: "Forgets the failed sign-ins of a name.")

        @Argument(help: "Name of an administrator, or another name with failed sign-ins.")
        var username: String
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            try await core.administration(as: .localOperator).unlock(.admin, username)
            try shell.print("unlocked \(VisibleText.of(username))")
        }
    }

    struct Delete: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete", abstract: "Deletes an administrator; all tokens end at once.")

        @Argument(help: "Name of the administrator.")
        var username: String
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            try await core.administration(as: .localOperator).deleteAdmin(username)
            try shell.print("deleted administrator \(VisibleText.of(username))")
        }
    }

    struct Password: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "password", abstract: "Sets a new password; all tokens end, a lock stays.")

        @Argument(help: "Name of the administrator.")
        var username: String
        @OptionGroup var password: PasswordOptions
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            let secret = try PasswordReader.read(piped: password.passwordStdin, of: username, from: shell.input)
            try await core.administration(as: .localOperator).setAdminPassword(username, secret)
            try shell.print("changed the password of administrator \(VisibleText.of(username)); all tokens have ended")
        }
    }
}
