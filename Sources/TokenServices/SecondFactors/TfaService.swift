import ServiceModel
import TokenCore

/// Which providers there are and which an admin has (contract: `two-factor.md` §2).
enum TfaService {
    static let name = "twoFactorAuthTfaV1"
    static let resource = Resource.acl("Magento_TwoFactorAuth::tfa")

    static let all = Operation(
        service: name, method: "getAllProviders", route: Route(.get, "/V1/tfa/installed-providers"), resources: [resource],
        input: .noParameters, output: .providers, documentation: "Lists the providers that there are.")

    static let forced = Operation(
        service: name, method: "getForcedProviders", route: Route(.get, "/V1/tfa/forced-providers"), resources: [resource],
        input: .noParameters, output: .providers, documentation: "Lists the providers of which every administrator needs one.")

    static let ofUser = Operation(
        service: name, method: "getUserProviders", route: Route(.get, "/V1/tfa/user-providers/:userId"), resources: [resource],
        input: .userID, output: .providers, documentation: "Lists the providers that an administrator may use.")

    static let toActivate = Operation(
        service: name, method: "getProvidersToActivate", route: Route(.get, "/V1/tfa/providers-to-activate/:userId"),
        resources: [resource], input: .userID, output: .providers,
        documentation: "Lists the providers that an administrator has not set up.")

    static let setDefault = Operation(
        service: name, method: "setDefaultProviderCode", route: Route(.put, "/V1/tfa/default-provider-code/:userId"),
        resources: [resource], input: .chosenProvider, output: .boolean,
        documentation: "Notes which provider an administrator prefers; it changes nothing about what is required.")

    static let setProviders = Operation(
        service: name, method: "setProvidersCodes", route: Route(.put, "/V1/tfa/user-providers/:userId"), resources: [resource],
        input: .chosenProviders, output: .boolean,
        documentation: "Notes which providers an administrator has; it changes nothing about what is required.")

    static let operations: [HandledOperation<Core>] = [
        all.handled { core, _, _ throws(Fault) in try await core.secondFactors.directory.installed().map(ProviderData.init) },
        forced.handled { core, _, _ throws(Fault) in try await core.secondFactors.directory.forced().map(ProviderData.init) },
        ofUser.handled { core, _, _ throws(Fault) in try await core.secondFactors.directory.forced().map(ProviderData.init) },
        toActivate.handled { core, input, _ throws(Fault) in
            try await core.secondFactors.directory.toActivate(adminID: input.userID).map(ProviderData.init)
        },
        setDefault.handled { core, input, context throws(Fault) in
            try await core.secondFactors.directory.setDefaultProvider(input.code, adminID: input.userID, context)
        },
        setProviders.handled { core, input, context throws(Fault) in
            try await core.secondFactors.directory.setProviders(input.code, adminID: input.userID, context)
        },
    ]
}

/// The provider that an administrator prefers (contract: `two-factor.md` §2).
enum UserConfigManagerService {
    static let name = "twoFactorAuthUserConfigManagerV1"

    static let getDefault = Operation(
        service: name, method: "getDefaultProvider", route: Route(.get, "/V1/tfa/default-provider-code/:userId"),
        resources: [TfaService.resource], input: .userID, output: .string,
        documentation: "Tells which provider an administrator prefers; empty when none was noted.")

    static let operations: [HandledOperation<Core>] = [
        getDefault.handled { core, input, _ throws(Fault) in
            try await core.secondFactors.directory.defaultProvider(adminID: input.userID)
        }
    ]
}

/// What the bearer of a configuration token may set up (contract: `two-factor.md` §2).
enum TfatActionsService {
    static let name = "twoFactorAuthTfatActionsV1"

    static let ofUser = Operation(
        service: name, method: "getUserProviders", route: Route(.get, "/V1/tfa/tfat-user-providers"), resources: [.anonymous],
        input: .enrolmentToken, output: .providers,
        documentation: "Lists the providers that the administrator of a configuration token may use.")

    static let toActivate = Operation(
        service: name, method: "getProvidersToActivate", route: Route(.get, "/V1/tfa/tfat-providers-to-activate"),
        resources: [.anonymous], input: .enrolmentToken, output: .providers,
        documentation: "Lists the providers that the administrator of a configuration token has not set up.")

    static let operations: [HandledOperation<Core>] = [
        ofUser.handled { core, input, _ throws(Fault) in
            try await core.secondFactors.directory.forced(with: input.tfaToken).map(ProviderData.init)
        },
        toActivate.handled { core, input, _ throws(Fault) in
            try await core.secondFactors.directory.toActivate(with: input.tfaToken).map(ProviderData.init)
        },
    ]
}

/// An administrator by id.
struct UserID: Sendable {
    let userID: Int
}

extension Codec where Value == UserID {
    static let userID = object("", UserID.init, .required("userId", \.userID, .int, "Id of the administrator."))
}

/// An administrator and the codes of one or several providers.
struct ChosenProviders: Sendable {
    let userID: Int
    let code: String
}

extension Codec where Value == ChosenProviders {
    static let chosenProvider = chosen("providerCode", "Code of a provider.")
    static let chosenProviders = chosen("providersCodes", "Codes of providers, parted by commas.")

    private static func chosen(_ name: String, _ documentation: String) -> Codec {
        object(
            "", ChosenProviders.init, .required("userId", \.userID, .int, "Id of the administrator."),
            .required(name, \.code, .string, documentation))
    }
}
