import ArgumentParser
import TokenCore

struct ConfigCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Settings kept in the database: lifetimes, locks, password rules.",
        discussion: """
            A change takes effect at the next request and does not touch tokens that were issued before. Settings of the server \
            itself, such as port and base URL, are flags of serve.

            Examples:
              token-gateway config list
              token-gateway config set oauth/access_token_lifetime/admin 0.5
              token-gateway config set oauth/access_token_lifetime/admin ""
              token-gateway config set twofactorauth/duo/secret_key --stdin < secret.txt
            """,
        subcommands: [List.self, Get.self, Set.self, Unset.self])

    struct List: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists all settings: value in force, default, range, and whether it was set.")

        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            let settings = try await core.administration(as: .localOperator).snapshot().settings
            try Listing.print(SettingPath.all, Column.setting(in: settings), asJSON: form.json, in: shell)
        }
    }

    struct Get: DatabaseCommand {
        static let configuration = CommandConfiguration(commandName: "get", abstract: "Prints the value in force.")

        @Argument(help: "The setting, for example oauth/authentication_lock/timeout.")
        var path: String
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            if let problem = SettingPath.problem(path) { throw CommandError(problem) }
            try await shell.print(core.administration(as: .localOperator).snapshot().settings.shown(path))
        }
    }

    struct Set: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "Sets a value.",
            discussion: """
                What follows the path is the value, also when it is empty or begins with a dash. Secrets belong on standard input: \
                arguments are public.
                """)

        @Argument(help: "The setting, for example oauth/authentication_lock/timeout.")
        var path: String
        @Argument(help: "Its value.")
        var value: String?
        @Flag(help: "Take the value from standard input: one line, with a line feed at its end or without.")
        var stdin = false
        @OptionGroup var place: DatabaseOptions

        func validate() throws {
            guard (value == nil) == stdin else { throw ValidationError("pass either a value or --stdin") }
        }

        func act(on core: Core, in shell: Shell) async throws {
            // Before anything is read, so that nobody types a secret in vain.
            if let problem = SettingPath.problem(path) { throw CommandError(problem) }
            let isSecret = SettingPath.named(path)?.isSecret == true
            if isSecret, value?.isEmpty == false {
                shell.printError("warning: other users of this machine can see arguments; pass secrets with --stdin")
            }
            let value = try self.value ?? LineReader.read("value", of: path, isSecret: isSecret, from: shell.input)
            try await core.administration(as: .localOperator).setSetting(path, to: value)
            let shown = try await core.administration(as: .localOperator).snapshot().settings.shown(path)
            try shell.print("\(path) is now \(shown.isEmpty ? "empty" : VisibleText.of(shown))")
        }
    }

    struct Unset: DatabaseCommand {
        static let configuration = CommandConfiguration(commandName: "unset", abstract: "Goes back to the default.")

        @Argument(help: "The setting, for example oauth/authentication_lock/timeout.")
        var path: String
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            try await core.administration(as: .localOperator).unsetSetting(path)
            try await shell.print(
                "\(path) is \(VisibleText.of(core.administration(as: .localOperator).snapshot().settings.value(path))) again, its default")
        }
    }
}
