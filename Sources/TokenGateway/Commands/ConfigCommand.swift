import ArgumentParser
import ServiceModel
import TokenCore
import TokenServices

struct ConfigCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Settings in the database: lifetimes, locks, password rules.",
        discussion: """
            A change takes effect at the next request and does not change issued tokens. Settings of the server itself, such as port and \
            base URL, are flags of serve.

            Examples:
              token-gateway config list
              token-gateway config set oauth/access_token_lifetime/admin 0.5
              token-gateway config set oauth/access_token_lifetime/admin ""
              token-gateway config set twofactorauth/duo/secret_key --stdin < secret.txt
            """,
        subcommands: [List.self, Get.self, Set.self, Unset.self])

    struct List: ListCommand {
        static let operation = SettingService.getList
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists all settings: value in force, default, range, and whether it was set.",
            discussion: SettingCatalog.standard.all.map { "\($0.path): \($0.help)" }.joined(separator: "\n"))

        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions
    }

    struct Get: OperationCommand {
        static let operation = SettingService.get
        static let configuration = CommandConfiguration(commandName: "get", abstract: "Prints the value in force.")

        @Argument(help: "The setting, for example oauth/authentication_lock/timeout.")
        var path: String
        @OptionGroup var place: DatabaseOptions

        func parameters(in shell: Shell) -> Parameters { ["path": .text(path)] }

        func sentence(_ result: Wire) -> String { result.text }
    }

    struct Set: OperationCommand {
        static let operation = SettingService.set
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "Sets a value.",
            discussion: """
                The argument after the path is the value, also when it is empty or begins with a dash. Pass secrets on standard input: \
                other users can see arguments.
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

        func parameters(in shell: Shell) throws -> Parameters {
            // Before anything is read, so that a secret is not typed in vain.
            if let problem = SettingCatalog.standard.problem(path) { throw CommandError(problem) }
            let isSecret = SettingCatalog.standard.isSecret(path)
            if isSecret, value?.isEmpty == false {
                shell.printError("warning: other users of this machine can see arguments; pass secrets with --stdin")
            }
            let value = try self.value ?? LineReader.read("value", of: path, isSecret: isSecret, from: shell.input)
            return ["path": .text(path), "value": .text(value)]
        }

        func sentence(_ result: Wire) -> String { "\(path) is now \(result.text.isEmpty ? "empty" : VisibleText.of(result.text))" }
    }

    struct Unset: OperationCommand {
        static let operation = SettingService.unset
        static let configuration = CommandConfiguration(commandName: "unset", abstract: "Restores the default.")

        @Argument(help: "The setting, for example oauth/authentication_lock/timeout.")
        var path: String
        @OptionGroup var place: DatabaseOptions

        func parameters(in shell: Shell) -> Parameters { ["path": .text(path)] }

        func sentence(_ result: Wire) -> String { "\(path) is \(VisibleText.of(result.text)) again, its default" }
    }
}

/// Lets `config set PATH VALUE` take a value that looks like an option, such as `-1`.
enum ConfigSetArguments {
    private static let flags = ["--help", "-h", "--stdin"]

    /// The same arguments with path and value after `--`, where nothing is parsed as an option; other commands are unchanged.
    static func escapingNegativeValues(_ arguments: [String]) -> [String] {
        guard arguments.starts(with: ["config", "set"]), !arguments.contains("--") else { return arguments }
        var words: [String] = []
        var options: [String] = []
        var rest = arguments.dropFirst(2)
        while let next = rest.popFirst() {
            if DatabaseOptions.names.contains(next) {
                options.append(next)
                if let value = rest.popFirst() { options.append(value) }
            } else if flags.contains(next) || DatabaseOptions.names.contains(where: { next.hasPrefix($0 + "=") }) {
                options.append(next)
            } else if words.count == 1 || !next.hasPrefix("-") {
                words.append(next)
            } else {
                options.append(next)
            }
        }
        return ["config", "set"] + options + ["--"] + words
    }
}
