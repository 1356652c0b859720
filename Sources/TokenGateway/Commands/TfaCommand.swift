import ArgumentParser
import ServiceModel
import TokenCore

struct TfaCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "tfa", abstract: "Second factors of administrators.",
        discussion: """
            Which providers are forced is a setting: of those every administrator needs one. Automation needs none: give it an \
            integration.

            Examples:
              token-gateway config set twofactorauth/general/force_providers google,u2fkey
              token-gateway tfa google set-secret alice --secret-stdin < secret.txt
              token-gateway tfa reset alice google
            """,
        subcommands: [Google.self, Reset.self, Providers.self])

    struct Google: CommandGroup {
        static let configuration = CommandConfiguration(
            commandName: "google", abstract: "Codes of an authenticator application.", subcommands: [SetSecret.self])
    }

    struct SetSecret: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "set-secret", abstract: "Gives an administrator a secret for codes and sets the provider up.",
            discussion: "A secret is base32 text: A-Z and 2-7, blanks and case do not matter. With another one the tokens end.")

        @Argument(help: "Name of the administrator.")
        var username: String
        @Flag(help: "Take the secret from standard input (one line feed at the end is dropped) instead of asking for it.")
        var secretStdin = false
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            let secret = try PasswordReader.read("secret", piped: secretStdin, of: username, from: shell.input)
            try await core.administration(as: .localOperator).setGoogleSecret(secret, of: username)
            try shell.print("administrator \(VisibleText.of(username)) signs in with codes of the secret")
        }
    }

    struct Reset: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "reset", abstract: "Forgets an administrator's second factor of one provider; all tokens end.",
            discussion: "Beside the providers there is recovery, the recovery codes; they end with the last provider that is set up.")

        @Argument(help: "Name of the administrator.")
        var username: String
        @Argument(help: "Code of the provider, such as google.")
        var provider: String
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            try await core.administration(as: .localOperator).resetSecondFactor(provider, of: username)
            try shell.print("reset \(VisibleText.of(provider)) of administrator \(VisibleText.of(username)); all tokens have ended")
        }
    }

    struct Providers: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "providers", abstract: "Lists the providers: whether they can be used, and whether they are forced.")

        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            let forced = try await core.secondFactors.directory.forced().map(\.provider.code)
            try await Listing.print(
                core.secondFactors.directory.installed(), Column.provider(forced: forced), asJSON: form.json, in: shell)
        }
    }
}
