package import ServiceModel
package import TokenCore

/// Integrations and their activation (contract: `integrations.md` §2–4).
package enum IntegrationService {
    private static let name = "administrationIntegrationsV1"

    package static let create: HandledOperation<Core> = Operation(
        service: name, method: "create", resources: [.integrations], input: .integrationDetails, output: .integration,
        documentation: "Creates an integration, which has no access before it is activated."
    ).handled { core, input, context throws(Fault) in
        IntegrationData(try await core.administration(as: context.actor).createIntegration(input.name, input.draft))
    }

    package static let set: HandledOperation<Core> = Operation(
        service: name, method: "set", resources: [.integrations], input: .integrationDetails, output: .integration,
        documentation: "Changes what is sent and keeps the rest; empty text removes a value."
    ).handled { core, input, context throws(Fault) in
        IntegrationData(try await core.administration(as: context.actor).setIntegration(input.name, input.draft))
    }

    package static let getList: HandledOperation<Core> = Operation(
        service: name, method: "getList", resources: [.integrations], input: .listInput, output: .integrations,
        documentation: "Lists integrations, without their secrets."
    ).handled { core, input, context throws(Fault) in
        let page = try input.page
        return page.part(of: try await core.administration(as: context.actor).integrations(), IntegrationData.init)
    }

    package static let activate: HandledOperation<Core> = Operation(
        service: name, method: "activate", resources: [.integrations], input: .activation, output: .activationResult,
        documentation: "Activates an integration: returns its credentials, or starts the exchange with its endpoint."
    ).handled { core, input, context throws(Fault) in
        ActivationData(
            try await core.administration(as: context.actor).activateIntegration(input.name, baseURL: input.baseURL))
    }

    package static let reauthorize: HandledOperation<Core> = Operation(
        service: name, method: "reauthorize", resources: [.integrations], input: .activation, output: .activationResult,
        documentation: "Ends the access token and activates the integration again."
    ).handled { core, input, context throws(Fault) in
        ActivationData(
            try await core.administration(as: context.actor).reauthorizeIntegration(input.name, baseURL: input.baseURL))
    }

    package static let deactivate: HandledOperation<Core> = Operation(
        service: name, method: "deactivate", resources: [.integrations], input: .integrationName,
        documentation: "Ends an integration's access; the next activation makes another access token."
    ).handled { core, input, context throws(Fault) in
        try await core.administration(as: context.actor).deactivateIntegration(input.name)
    }

    package static let delete: HandledOperation<Core> = Operation(
        service: name, method: "delete", resources: [.integrations], input: .integrationName,
        documentation: "Deletes an integration with its credentials."
    ).handled { core, input, context throws(Fault) in
        try await core.administration(as: context.actor).deleteIntegration(input.name)
    }

    static let operations = [create, set, getList, activate, reauthorize, deactivate, delete]
}

struct IntegrationInput: Sendable {
    let name: String
    let email: String?
    let endpoint: String?
    let identityLink: String?
    let resources: [String]?

    var draft: Administration.IntegrationDraft {
        .init(email: email, endpoint: endpoint, identityLink: identityLink, resources: resources)
    }
}

extension Codec where Value == IntegrationInput {
    static let integrationDetails = object(
        "", IntegrationInput.init, .required("name", \.name, .string, "Name of the integration."),
        .optional("email", \.email, .string, "E-mail address of the person responsible."),
        .optional("endpoint", \.endpoint, .string, "URL to which the verifier is sent."),
        .optional("identityLink", \.identityLink, .string, "Page of the application that the administrator opens during the exchange."),
        .optional("resources", \.resources, Codec<String>.string.list(), "Ids of ACL resources."))
}

struct IntegrationData: Sendable {
    let id: Int
    let name: String
    let status: String
    let email: String?
    let endpoint: String?
    let identityLink: String?
    let resources: [String]
    let createdAt: String
}

extension IntegrationData {
    init(_ integration: Integration) {
        self.init(
            id: integration.id, name: integration.name, status: integration.status.label, email: integration.email,
            endpoint: integration.endpoint, identityLink: integration.identityLink, resources: integration.resources,
            createdAt: integration.createdAt.sqlDateTime)
    }
}

extension Codec where Value == IntegrationData {
    static let integration = object(
        "AdministrationDataIntegration", IntegrationData.init, .required("id", \.id, .int, "Id."),
        .required("name", \.name, .string, "Name."), .required("status", \.status, .string, "active, inactive or waiting."),
        .optional("email", \.email, .string, "E-mail address of the person responsible."),
        .optional("endpoint", \.endpoint, .string, "URL to which the verifier is sent."),
        .optional("identityLink", \.identityLink, .string, "Page of the application that the administrator opens during the exchange."),
        .required("resources", \.resources, Codec<String>.string.list(), "Ids of ACL resources."),
        .required("createdAt", \.createdAt, .string, "When the integration was created, in UTC."))
}

extension Codec where Value == Page<IntegrationData> {
    static let integrations = Codec<IntegrationData>.integration.page("AdministrationDataIntegrationSearchResults")
}
