import ArgumentParser
import TokenCore

struct IntegrationCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "integration", abstract: "Integrations: applications that call with rights of their own.",
        discussion: """
            Activation gives an integration four credentials, for calls signed with OAuth 1.0a; its access token is good as a bearer as \
            well. Without an endpoint they are printed, once. With one the application gets a verifier there and fetches them itself.

            Examples:
              token-gateway integration create shop --resource Magento_Customer::customer
              token-gateway integration activate shop
              token-gateway integration create erp --endpoint https://erp.example.com/oauth --all
            """,
        subcommands: [
            Create.self, Set.self, Activate.self, Reauthorize.self, List.self, Deactivate.self, Delete.self,
        ])

    /// What is known of the application.
    struct Details: ParsableArguments {
        @Option(help: ArgumentHelp("E-mail address of whoever is responsible.", valueName: "address"))
        var email: String?
        @Option(help: ArgumentHelp("Where the exchange begins; https, or http on loopback.", valueName: "url"))
        var endpoint: String?
        @Option(help: ArgumentHelp("Page of the application that the operator opens during the exchange.", valueName: "url"))
        var identityLink: String?

        func draft(resources: [String]?) -> Administration.IntegrationDraft {
            .init(email: email, endpoint: endpoint, identityLink: identityLink, resources: resources)
        }

        var isEmpty: Bool { email == nil && endpoint == nil && identityLink == nil }
    }

    struct Create: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "create", abstract: "Creates an integration, which has no access before it is activated.")

        @Argument(help: "Name of the integration.")
        var name: String
        @OptionGroup var details: Details
        @OptionGroup var rights: RoleCommand.Rights
        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            let made = try await core.administration(as: .localOperator).createIntegration(name, details.draft(resources: rights.all))
            try shell.print(
                form.json ? Listing.json(made, Column.integration) : "created integration \(VisibleText.of(made.name)) (id \(made.id))")
        }
    }

    struct Set: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "Changes what is given and leaves the rest; new rights hold from the next call on.",
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

        func act(on core: Core, in shell: Shell) async throws {
            let rights = everything ? [Role.everything] : resources.isEmpty ? nil : resources
            let changed = try await core.administration(as: .localOperator).setIntegration(name, details.draft(resources: rights))
            try shell.print(form.json ? Listing.json(changed, Column.integration) : "changed integration \(VisibleText.of(name))")
        }
    }

    struct List: DatabaseCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists integrations; never their secrets.")

        @OptionGroup var form: OutputOptions
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            try await Listing.print(
                core.administration(as: .localOperator).integrations(), Column.integration, asJSON: form.json, in: shell)
        }
    }

    struct Deactivate: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "deactivate", abstract: "Takes an integration's access away; the next activation makes another access token.")

        @Argument(help: "Name of the integration.")
        var name: String
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            try await core.administration(as: .localOperator).deactivateIntegration(name)
            try shell.print("integration \(VisibleText.of(name)) is inactive")
        }
    }

    struct Delete: DatabaseCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete", abstract: "Deletes an integration with its credentials.")

        @Argument(help: "Name of the integration.")
        var name: String
        @OptionGroup var place: DatabaseOptions

        func act(on core: Core, in shell: Shell) async throws {
            try await core.administration(as: .localOperator).deleteIntegration(name)
            try shell.print("deleted integration \(VisibleText.of(name))")
        }
    }
}
