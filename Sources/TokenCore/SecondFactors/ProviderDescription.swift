import ServiceModel

/// What lists, settings and clients know of a provider of second factors (contract: `two-factor.md` §1, §2).
public struct ProviderDescription: Sendable {
    /// Names the provider in settings, addresses and records: `google`.
    public let code: String
    public let name: String
    public let isResetAllowed: Bool
    /// What the labels of its actions begin with: `tfa/google/`.
    public let folder: String
    /// Further actions, without the folder. Labels for clients: nothing is served there.
    public let extraActions: [String]
    /// Those that belong to this provider alone.
    let settings: [SettingDescriptor]
    /// Whether its settings are complete.
    public let isEnabled: @Sendable (Settings) -> Bool

    init(
        code: String, name: String, isResetAllowed: Bool, folder: String, extraActions: [String], settings: [SettingDescriptor] = [],
        isEnabled: @escaping @Sendable (Settings) -> Bool = { _ in true }
    ) {
        self.code = code
        self.name = name
        self.isResetAllowed = isResetAllowed
        self.folder = folder
        self.extraActions = extraActions
        self.settings = settings
        self.isEnabled = isEnabled
    }
}

extension ProviderDescription {
    /// Every provider that can be forced, in the order in which clients see them.
    public static let all: [ProviderDescription] = [GoogleFactor.about, DuoFactor.about, AuthyFactor.about, U2FKeyFactor.about]

    public static func named(_ code: String) -> ProviderDescription? {
        all.first { $0.code.utf8Equals(code) }
    }
}
