import ArgumentParser
import SQLStore
import TokenCore

struct BackupCommand: GatewayCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copies the database into a new file, also while a server runs.",
        discussion: """
            The copy is a consistent snapshot of the database in one file that only its owner can read (mode 0600). An existing file is \
            never replaced. Keep the key file (key-file, by default the database's path with .key) with the copy, but in a different \
            place: without it no integration can sign and no second factor works, and anyone who has both has all secrets.

            Do not copy the database file with cp: the latest changes are in a second file.

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
    /// The location as part of a sentence.
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
            The copy is checked completely, must belong to the keys in use, and is migrated when it is older than this program. Then it \
            replaces the database in one step, and remaining files of the old database are removed. Refused while a server or another \
            command uses the database.

            Tokens that were ended after the copy was made are valid again: with --end-tokens all tokens of the copy end, so that all \
            users sign in again and integrations are activated again. The audit trail records the restore.

            Example:
              token-gateway restore /backups/gateway-2026-01-31.sqlite --end-tokens
            """)

    @Argument(help: ArgumentHelp("The copy. It is not changed.", valueName: "file"))
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
        try mark.record(restore.copy.identity)
        try shell.print("restored \(configuration.database) from \(VisibleText.of(file))")
        try shell.print(
            endTokens
                ? "ended \(ended) \(ended == 1 ? "token" : "tokens")"
                : "tokens that were ended after the copy was made are good again; --end-tokens ends all")
    }
}
