import ArgumentParser
import TokenCore

struct KeyCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "The keys that seal secrets in the database.",
        discussion: """
            Secrets that sign, such as those of integrations, are sealed with a key that is kept apart from the database: in a file \
            beside it, in another one (key-file), or in the variable \(KeyLocation.variable). Without its keys a database still has its \
            accounts, but no integration can sign.

            Example:
              token-gateway key rotate
            """,
        subcommands: [Rotate.self])

    struct Rotate: GatewayCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate", abstract: "Adds a key, and seals all secrets anew with it.",
            discussion: """
                May run while a server runs, and again after it was interrupted. Old keys stay in the file: backups and mails that wait \
                need them. Keys in \(KeyLocation.variable) are not changed; put the new one behind the old one, then run this.
                """)

        @OptionGroup var place: DatabaseOptions

        func run(in shell: Shell) async throws {
            let configuration = try place.configuration(in: shell)
            let core = try Assemble.coreForCommands(configuration)
            // The secrets must open before, or sealing them anew would end half way; this makes a missing key file as well.
            try await core.administration(as: .localOperator).checkSecrets()
            if case .file(let file) = configuration.keys { _ = try file.rotate() }
            let count = try await core.administration(as: .localOperator).resealSecrets()
            try shell.print("sealed \(count) \(count == 1 ? "secret" : "secrets") with the last key of \(configuration.keys.name)")
        }
    }
}
