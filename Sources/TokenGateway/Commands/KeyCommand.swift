import ArgumentParser
import TokenCore

struct KeyCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "The keys that seal secrets in the database.",
        discussion: """
            Secrets that sign, such as those of integrations, are encrypted with a key outside of the database: in a file next to it, \
            in another file (key-file), or in the environment variable \(KeyLocation.variable). Without its keys a database still has its \
            accounts, but no integration can sign.

            Example:
              token-gateway key rotate
            """,
        subcommands: [Rotate.self])

    struct Rotate: GatewayCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate", abstract: "Adds a key, and encrypts all secrets again with it.",
            discussion: """
                May run while a server runs, and again after an interruption. Old keys stay in the file: backups and queued mails need \
                them. Keys in \(KeyLocation.variable) are not changed; append the new key to the old one, then run this command.
                """)

        @OptionGroup var place: DatabaseOptions

        func run(in shell: Shell) async throws {
            let configuration = try place.configuration(in: shell)
            let core = try Assemble.coreForCommands(configuration)
            // Every secret must open before a key is added, or the rotation would stop half way. This also creates a missing key file.
            try await core.administration(as: .localOperator).checkSecrets()
            if case .file(let file) = configuration.keys { _ = try file.rotate() }
            let count = try await core.administration(as: .localOperator).resealSecrets()
            try shell.print("sealed \(count) \(count == 1 ? "secret" : "secrets") with the last key of \(configuration.keys.name)")
        }
    }
}
