import ArgumentParser
import ServiceModel
import TokenCore
import TokenServices

struct AdminCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "admin", abstract: "Administrators: the accounts that may get an admin token.",
        discussion: """
            Examples:
              token-gateway admin create alice --email alice@example.com
              token-gateway admin create report --email ops@example.com --role Readers --password-stdin < password.txt
              token-gateway admin disable alice
            """,
        subcommands: [Create.self, List.self, Disable.self, Enable.self, Unlock.self, Delete.self, Password.self])

    struct Create: ObjectCommand {
        static let operation = AdminAccountService.create
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
        @Option(help: ArgumentHelp("Role of the administrator.", valueName: "role"))
        var role = Role.administrators
        @OptionGroup var password: PasswordOptions
        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions

        func parameters(in shell: Shell) throws -> Parameters {
            let secret = try PasswordReader.read(piped: password.passwordStdin, of: username, from: shell.input)
            return [
                "username": .text(username), "email": .text(email), "firstName": .text(firstName), "lastName": .text(lastName),
                "role": .text(role), "password": .text(secret.revealed),
            ]
        }

        func sentence(_ created: Wire) -> String {
            "created administrator \(created.shown("username")) (id \(created.shown("id"))) with role \(created.shown("role"))"
        }
    }

    struct List: ListCommand {
        static let operation = AdminAccountService.getList
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists administrators.")

        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions
    }

    struct Disable: OperationCommand {
        static let operation = AdminAccountService.setActive
        static let configuration = CommandConfiguration(
            commandName: "disable", abstract: "Disables an administrator; all tokens end at once.")

        @Argument(help: "Name of the administrator.")
        var username: String
        @OptionGroup var place: DatabaseOptions

        func parameters(in shell: Shell) -> Parameters { ["username": .text(username), "isActive": false] }

        func sentence(_ result: Wire) -> String { "disabled administrator \(VisibleText.of(username)); all tokens have ended" }
    }

    struct Enable: OperationCommand {
        static let operation = AdminAccountService.setActive
        static let configuration = CommandConfiguration(
            commandName: "enable", abstract: "Lets an administrator sign in again; an expiry date in the past is removed.")

        @Argument(help: "Name of the administrator.")
        var username: String
        @OptionGroup var place: DatabaseOptions

        func parameters(in shell: Shell) -> Parameters { ["username": .text(username), "isActive": true] }

        func sentence(_ result: Wire) -> String { "enabled administrator \(VisibleText.of(username))" }
    }

    struct Unlock: OperationCommand {
        static let operation = AdminAccountService.unlock
        static let configuration = CommandConfiguration(
            commandName: "unlock", abstract: "Deletes the failed sign-ins of a name.")

        @Argument(help: "Name of an administrator, or another name with failed sign-ins.")
        var username: String
        @OptionGroup var place: DatabaseOptions

        func parameters(in shell: Shell) -> Parameters { ["username": .text(username)] }

        func sentence(_ result: Wire) -> String { "unlocked \(VisibleText.of(username))" }
    }

    struct Delete: OperationCommand {
        static let operation = AdminAccountService.delete
        static let configuration = CommandConfiguration(
            commandName: "delete", abstract: "Deletes an administrator; all tokens end at once.")

        @Argument(help: "Name of the administrator.")
        var username: String
        @OptionGroup var place: DatabaseOptions

        func parameters(in shell: Shell) -> Parameters { ["username": .text(username)] }

        func sentence(_ result: Wire) -> String { "deleted administrator \(VisibleText.of(username))" }
    }

    struct Password: OperationCommand {
        static let operation = AdminAccountService.setPassword
        static let configuration = CommandConfiguration(
            commandName: "password", abstract: "Sets a new password; all tokens end, a lock stays.")

        @Argument(help: "Name of the administrator.")
        var username: String
        @OptionGroup var password: PasswordOptions
        @OptionGroup var place: DatabaseOptions

        func parameters(in shell: Shell) throws -> Parameters {
            let secret = try PasswordReader.read(piped: password.passwordStdin, of: username, from: shell.input)
            return ["username": .text(username), "password": .text(secret.revealed)]
        }

        func sentence(_ result: Wire) -> String {
            "changed the password of administrator \(VisibleText.of(username)); all tokens have ended"
        }
    }
}
