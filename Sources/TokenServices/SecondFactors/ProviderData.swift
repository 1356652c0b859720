import ServiceModel
import TokenCore

// What clients see of providers (contract: `two-factor.md` §2).

struct EngineData: Sendable {
    let enabled: Bool
}

extension Codec where Value == EngineData {
    static let engine = object(
        "TwoFactorAuthEngineInterface", EngineData.init, .required("enabled", \.enabled, .boolean, "Whether it can be used."))
}

struct ProviderData: Sendable {
    let enabled: Bool
    let engine: EngineData
    let code: String
    let name: String
    let icon: String
    let resetAllowed: Bool
    let configureAction: String
    let authAction: String
    let extraActions: [String]
}

extension ProviderData {
    init(_ listing: SecondFactorDirectory.Listing) {
        let provider = listing.provider
        self.init(
            enabled: listing.isEnabled, engine: EngineData(enabled: listing.isEnabled), code: provider.code, name: provider.name,
            icon: "Magento_TwoFactorAuth::images/providers/\(provider.code).png", resetAllowed: provider.isResetAllowed,
            configureAction: provider.actionPrefix + "configure", authAction: provider.actionPrefix + "auth",
            extraActions: provider.extraActions.map { provider.actionPrefix + $0 })
    }
}

extension Codec where Value == ProviderData {
    static let provider = object(
        "TwoFactorAuthProviderInterface", ProviderData.init,
        .required("enabled", \.enabled, .boolean, "Whether its settings are complete."),
        .required("engine", \.engine, .engine, "The engine behind it."),
        .required("code", \.code, .string, "Names the provider in settings and addresses."),
        .required("name", \.name, .string, "Name for people."),
        .required("icon", \.icon, .string, "Label of a picture."),
        .required("resetAllowed", \.resetAllowed, .boolean, "Whether users may be offered a reset."),
        .required("configureAction", \.configureAction, .string, "Label of the set-up page."),
        .required("authAction", \.authAction, .string, "Label of the sign-in page."),
        .required("extraActions", \.extraActions, Codec<String>.string.list(), "Labels of further pages."))
}

extension Codec where Value == [ProviderData] {
    static let providers = Codec<ProviderData>.provider.list()
}
