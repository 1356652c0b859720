import ArgumentParser
import ServiceModel
import TokenCore
import TokenServices

struct TfaCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "tfa", abstract: "Second factors of administrators.",
        discussion: """
            A setting names the forced providers, of which every administrator needs one. For automation without a second factor use an \
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

    struct SetSecret: OperationCommand {
        static let operation = SecondFactorAdministrationService.setGoogleSecret
        static let configuration = CommandConfiguration(
            commandName: "set-secret", abstract: "Gives an administrator a secret for codes and sets the provider up.",
            discussion: """
                A secret is base32 text: A-Z and 2-7; spaces and letter case do not matter. When it replaces another one, all tokens end.
                """)

        @Argument(help: "Name of the administrator.")
        var username: String
        @Flag(help: "Take the secret from standard input (one line feed at the end is dropped) instead of asking for it.")
        var secretStdin = false
        @OptionGroup var place: DatabaseOptions

        func parameters(in shell: Shell) throws -> Parameters {
            let secret = try PasswordReader.read("secret", piped: secretStdin, of: username, from: shell.input)
            return ["username": .text(username), "secret": .text(secret.revealed)]
        }

        func sentence(_ result: Wire) -> String { "administrator \(VisibleText.of(username)) signs in with codes of the secret" }
    }

    struct Reset: OperationCommand {
        static let operation = SecondFactorAdministrationService.reset
        static let configuration = CommandConfiguration(
            commandName: "reset", abstract: "Deletes an administrator's second factor of one provider; all tokens end.",
            discussion: "In addition to the providers, recovery stands for the recovery codes; they end with the last active provider.")

        @Argument(help: "Name of the administrator.")
        var username: String
        @Argument(help: "Code of the provider, such as google.")
        var provider: String
        @OptionGroup var place: DatabaseOptions

        func parameters(in shell: Shell) -> Parameters { ["username": .text(username), "provider": .text(provider)] }

        func sentence(_ result: Wire) -> String {
            "reset \(VisibleText.of(provider)) of administrator \(VisibleText.of(username)); all tokens have ended"
        }
    }

    struct Providers: ListCommand {
        static let operation = SecondFactorAdministrationService.getProviders
        static let configuration = CommandConfiguration(
            commandName: "providers", abstract: "Lists the providers: whether they can be used, and whether they are forced.")

        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions
    }
}
