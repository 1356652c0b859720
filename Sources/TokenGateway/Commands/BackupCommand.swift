import ArgumentParser
import SQLStore
import TokenCore

struct BackupCommand: GatewayCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copies the database into a new file, also while a server runs.",
        discussion: """
            The copy is the database at one moment, in one file that nobody but its owner can read (mode 0600). A file that exists is \
            never replaced. Keep the key file (key-file, by default the database's path with .key) with the copy, but in a different \
            place: without it no integration can sign and no second factor works, and whoever has both has all secrets.

            Do not copy the file of the database with cp: the newest changes are in a second file.

            Example:
              token-gateway backup /backups/gateway-2026-01-31.sqlite
            """)

    @Argument(help: ArgumentHelp("The new file.", valueName: "file"))
    var file: String
    @OptionGroup var place: DatabaseOptions

    func run(in shell: Shell) async throws {
        let configuration = try place.configuration(in: shell)
        do {
            try SQLiteDatabase.backUp(
                path: configuration.database, to: file, expecting: StoreMark(configuration).expectation(),
                busyTimeout: configuration.busyTimeout)
        } catch StoreFailure.conflict {
            throw CommandError("\(file) exists already")
        }
        try shell.print("copied \(configuration.database) to \(VisibleText.of(file))")
        try shell.print("keep with it, in a different place: \(configuration.keys.described)")
    }
}

extension KeyLocation {
    /// As a sentence has it.
    var described: String {
        switch self {
        case .environment: "the keys in \(Self.variable)"
        case .file(let file): "the key file \(file.path)"
        }
    }
}

struct RestoreCommand: GatewayCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Replaces the database by a copy that backup has made. Stop the server first.",
        discussion: """
            The copy is read as a whole, must belong to the keys in use, and is migrated when it is older than this program; then it \
            takes the place of the database in one step, and what is left of the old one beside it is removed. Refused while a server \
            or another command uses the database.

            Tokens that were ended after the copy was made are good again in it: --end-tokens ends all that it has, and everybody signs \
            in again; integrations are activated again. The audit trail says that the database was restored.

            Example:
              token-gateway restore /backups/gateway-2026-01-31.sqlite --end-tokens
            """)

    @Argument(help: ArgumentHelp("The copy. It stays as it is.", valueName: "file"))
    var file: String
    @Flag(help: "End all tokens that were issued before, those of integrations, set-up links and password resets included.")
    var endTokens = false
    @OptionGroup var place: DatabaseOptions

    func run(in shell: Shell) async throws {
        let configuration = try place.configuration(in: shell)
        let mark = StoreMark(configuration)
        let noted = if case .identity(let identity, _) = try mark.expectation() { identity } else { String?.none }
        let restore = try SQLiteRestore(of: file, to: configuration.database, identity: noted)
        let ended: Int
        do {
            let administration = try Assemble.coreForCommands(configuration, on: restore.copy).administration(as: .localOperator)
            try await administration.checkSecrets()
            ended = try await administration.noteRestore(of: file, endingTokens: endTokens)
        } catch {
            restore.abandon()
            throw error
        }
        try restore.finish()
        try mark.note(restore.copy.identity)
        try shell.print("restored \(configuration.database) from \(VisibleText.of(file))")
        try shell.print(
            endTokens
                ? "ended \(ended) \(ended == 1 ? "token" : "tokens")"
                : "tokens that were ended after the copy was made are good again; --end-tokens ends all")
    }
}
