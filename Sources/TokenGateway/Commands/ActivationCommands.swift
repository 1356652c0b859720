import ArgumentParser
import GatewayHTTP
import ServiceModel
import TokenCore
import TokenServices

extension IntegrationCommand {
    struct Activate: ActivationCommand {
        static let operation = IntegrationService.activate
        static let configuration = CommandConfiguration(
            commandName: "activate", abstract: "Activates an integration, or starts the exchange with its endpoint.",
            discussion: "Without an endpoint the four credentials are printed: they cannot be shown again.")

        @Argument(help: "Name of the integration.")
        var name: String
        @OptionGroup var form: OutputOptions
        @OptionGroup var options: DocumentOptions
    }

    struct Reauthorize: ActivationCommand {
        static let operation = IntegrationService.reauthorize
        static let configuration = CommandConfiguration(
            commandName: "reauthorize", abstract: "Ends the access token and activates the integration again.",
            discussion: "With an endpoint the integration has no access until the exchange has ended.")

        @Argument(help: "Name of the integration.")
        var name: String
        @OptionGroup var form: OutputOptions
        @OptionGroup var options: DocumentOptions
    }
}

/// A command that activates an integration. The exchange needs the public base URL.
protocol ActivationCommand: GatewayCommand {
    static var operation: HandledOperation<Core> { get }
    var name: String { get }
    var form: OutputOptions { get }
    var options: DocumentOptions { get }
}

extension ActivationCommand {
    func run(in shell: Shell) async throws {
        let base = try options.address(in: shell).string
        let core = try Assemble.coreForCommands(options.configuration(in: shell))
        let result = try await core.call(Self.operation, WireObject(["name": .text(name), "baseUrl": .text(base)]))
        guard case .object(let activation) = result else { return }
        if case .object(let credentials)? = activation["credentials"] {
            try showCredentials(credentials, in: shell)
        } else {
            try showExchange(activation["identityLink"], in: shell)
        }
    }

    /// The only output that shows these secrets, and the only time.
    private func showCredentials(_ credentials: WireObject, in shell: Shell) throws {
        guard case .object(let output)? = Self.operation.description.output else { return }
        let columns = Column<WireObject>.columns(of: output.member(named: "credentials")?.schema)
        if form.json { return try shell.print(Listing.json(credentials, columns)) }
        try shell.print("integration \(VisibleText.of(name)) is active; these credentials are shown only now:")
        for column in columns { try shell.print("  \(column.key): \(column.value(credentials).shown)") }
    }

    private func showExchange(_ identityLink: Wire?, in shell: Shell) throws {
        let link = Field(identityLink)
        if form.json { return try shell.print(Listing.json(link, [Column("identity_link") { $0 }])) }
        try shell.print("the endpoint of \(VisibleText.of(name)) has the verifier; the application now has to fetch its tokens")
        if identityLink != nil { try shell.print("open in a browser: \(link.shown)") }
    }
}
