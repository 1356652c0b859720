package import ServiceModel
package import TokenCore

/// Second factors of other administrators (contract: `two-factor.md`).
package enum SecondFactorAdministrationService {
    static let name = "administrationSecondFactorsV1"

    package static let reset: HandledOperation<Core> = Operation(
        service: name, method: "reset", resources: [.secondFactors], input: .factorReset,
        documentation: "Deletes an administrator's second factor of one provider; all tokens end."
    ).handled { core, input, context throws(Fault) in
        try await core.administration(as: context.actor).resetSecondFactor(input.provider, of: input.username)
    }

    package static let getProviders: HandledOperation<Core> = Operation(
        service: name, method: "getProviders", resources: [.secondFactors], input: .listInput, output: .factorProviders,
        documentation: "Lists the providers: whether they are enabled, and whether they are forced."
    ).handled { core, input, _ throws(Fault) in
        let page = try input.page
        let forced = try await core.secondFactors.directory.forced().map(\.provider.code)
        return page.part(of: try await core.secondFactors.directory.installed()) { listing in
            FactorProviderData(
                code: listing.provider.code, name: listing.provider.name, isEnabled: listing.isEnabled,
                isForced: forced.contains(listing.provider.code))
        }
    }

    static let operations = [setGoogleSecret, reset, getProviders]
}

struct FactorResetInput: Sendable {
    let username: String
    let provider: String
}

extension Codec where Value == FactorResetInput {
    static let factorReset = object(
        "", FactorResetInput.init, .required("username", \.username, .string, "Name of the administrator."),
        .required("provider", \.provider, .string, "Code of the provider, or recovery for the recovery codes."))
}

struct FactorProviderData: Sendable {
    let code: String
    let name: String
    let isEnabled: Bool
    let isForced: Bool
}

extension Codec where Value == FactorProviderData {
    static let factorProvider = object(
        "AdministrationDataProvider", FactorProviderData.init, .required("code", \.code, .string, "Code."),
        .required("name", \.name, .string, "Name."), .required("isEnabled", \.isEnabled, .boolean, "Whether it can be used."),
        .required("isForced", \.isForced, .boolean, "Whether it is one of the providers that administrators need."))
}

extension Codec where Value == Page<FactorProviderData> {
    static let factorProviders = Codec<FactorProviderData>.factorProvider.page("AdministrationDataProviderSearchResults")
}
