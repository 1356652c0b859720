import ArgumentParser
import ServiceModel
import TokenCore
import TokenServices

struct IntegrationCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "integration", abstract: "Integrations: applications with rights of their own.",
        discussion: """
            Activation issues four credentials for calls signed with OAuth 1.0a; the access token also works as a bearer token. Without an \
            endpoint they are printed, once. With an endpoint the application receives a verifier there and requests them itself.

            Examples:
              token-gateway integration create shop --resource Magento_Customer::customer
              token-gateway integration activate shop
              token-gateway integration create erp --endpoint https://erp.example.com/oauth --all
            """,
        subcommands: [
            Create.self, Set.self, Activate.self, Reauthorize.self, List.self, Deactivate.self, Delete.self,
        ])

    /// The properties of the application.
    struct Details: ParsableArguments {
        @Option(help: ArgumentHelp("E-mail address of the person responsible.", valueName: "address"))
        var email: String?
        @Option(help: ArgumentHelp("URL to which the verifier is sent; https, or http on loopback.", valueName: "url"))
        var endpoint: String?
        @Option(help: ArgumentHelp("Page of the application that the operator opens during the exchange.", valueName: "url"))
        var identityLink: String?

        func parameters(of name: String, resources: [String]?) -> Parameters {
            [
                "name": .text(name), "email": email.map { .text($0) }, "endpoint": endpoint.map { .text($0) },
                "identityLink": identityLink.map { .text($0) }, "resources": resources.map { .list($0.map { .text($0) }) },
            ]
        }

        var isEmpty: Bool { email == nil && endpoint == nil && identityLink == nil }
    }

    struct Create: ObjectCommand {
        static let operation = IntegrationService.create
        static let configuration = CommandConfiguration(
            commandName: "create", abstract: "Creates an integration, which has no access before it is activated.")

        @Argument(help: "Name of the integration.")
        var name: String
        @OptionGroup var details: Details
        @OptionGroup var rights: RoleCommand.Rights
        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions

        func parameters(in shell: Shell) -> Parameters { details.parameters(of: name, resources: rights.all) }

        func sentence(_ result: Wire) -> String { "created integration \(result.shown("name")) (id \(result.shown("id")))" }
    }

    struct Set: ObjectCommand {
        static let operation = IntegrationService.set
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "Changes what is given and keeps the rest; new rights apply from the next call on.",
            discussion: "An empty --email, --endpoint or --identity-link removes it.")

        @Argument(help: "Name of the integration.")
        var name: String
        @OptionGroup var details: Details
        @Flag(name: .customLong("all"), help: "Allow everything.")
        var everything = false
        @Option(name: .customLong("resource"), help: ArgumentHelp("Allow this resource; may be repeated.", valueName: "resource"))
        var resources: [String] = []
        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions

        func validate() throws {
            if everything, !resources.isEmpty { throw ValidationError("pass either --all or --resource") }
            if !everything, resources.isEmpty, details.isEmpty { throw ValidationError("nothing to change was given") }
        }

        func parameters(in shell: Shell) -> Parameters {
            details.parameters(of: name, resources: everything ? [Role.everything] : resources.isEmpty ? nil : resources)
        }

        func sentence(_ result: Wire) -> String { "changed integration \(VisibleText.of(name))" }
    }

    struct List: ListCommand {
        static let operation = IntegrationService.getList
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists integrations; never their secrets.")

        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions
    }

    struct Deactivate: OperationCommand {
        static let operation = IntegrationService.deactivate
        static let configuration = CommandConfiguration(
            commandName: "deactivate", abstract: "Ends an integration's access; the next activation issues another access token.")

        @Argument(help: "Name of the integration.")
        var name: String
        @OptionGroup var place: DatabaseOptions

        func parameters(in shell: Shell) -> Parameters { ["name": .text(name)] }

        func sentence(_ result: Wire) -> String { "integration \(VisibleText.of(name)) is inactive" }
    }

    struct Delete: OperationCommand {
        static let operation = IntegrationService.delete
        static let configuration = CommandConfiguration(
            commandName: "delete", abstract: "Deletes an integration with its credentials.")

        @Argument(help: "Name of the integration.")
        var name: String
        @OptionGroup var place: DatabaseOptions

        func parameters(in shell: Shell) -> Parameters { ["name": .text(name)] }

        func sentence(_ result: Wire) -> String { "deleted integration \(VisibleText.of(name))" }
    }
}
