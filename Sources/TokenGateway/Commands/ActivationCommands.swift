import ArgumentParser
import GatewayHTTP
import TokenCore

extension IntegrationCommand {
    struct Activate: GatewayCommand {
        static let configuration = CommandConfiguration(
            commandName: "activate", abstract: "Makes an integration active, or begins the exchange with its endpoint.",
            discussion: "Without an endpoint the four credentials are printed: they cannot be shown again.")

        @Argument(help: "Name of the integration.")
        var name: String
        @OptionGroup var form: OutputOptions
        @OptionGroup var options: DocumentOptions

        func run(in shell: Shell) async throws {
            let base = try options.address(in: shell).base
            let core = try Assemble.coreForCommands(options.place.configuration(in: shell))
            let outcome = try await core.administration(as: .localOperator).activateIntegration(name, baseURL: base)
            try outcome.print(of: name, asJSON: form.json, in: shell)
        }
    }

    struct Reauthorize: GatewayCommand {
        static let configuration = CommandConfiguration(
            commandName: "reauthorize", abstract: "Takes the access token away and activates anew.",
            discussion: "With an endpoint the integration has no access until the exchange has ended.")

        @Argument(help: "Name of the integration.")
        var name: String
        @OptionGroup var form: OutputOptions
        @OptionGroup var options: DocumentOptions

        func run(in shell: Shell) async throws {
            let base = try options.address(in: shell).base
            let core = try Assemble.coreForCommands(options.place.configuration(in: shell))
            let outcome = try await core.administration(as: .localOperator).reauthorizeIntegration(name, baseURL: base)
            try outcome.print(of: name, asJSON: form.json, in: shell)
        }
    }
}

extension Administration.Activation {
    fileprivate func print(of name: String, asJSON isJSON: Bool, in shell: Shell) throws {
        switch self {
        case .complete(let credentials) where isJSON: try shell.print(Listing.json(credentials, Column.credential))
        case .complete(let credentials):
            try shell.print("integration \(VisibleText.of(name)) is active; these credentials are shown only now:")
            for column in Column.credential { try shell.print("  \(column.key): \(column.value(credentials).shown)") }
        case .underWay(let link) where isJSON:
            try shell.print(Listing.json(link, [Column("identity_link") { .text($0) }]))
        case .underWay(let link):
            try shell.print("the endpoint of \(VisibleText.of(name)) has the verifier; the application now has to fetch its tokens")
            if let link { try shell.print("open in a browser: \(VisibleText.of(link))") }
        }
    }
}
