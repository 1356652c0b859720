import ServiceModel

/// Everything that the rest of the gateway knows of a provider of second factors: lists, settings, the forced list, resets and warnings
/// follow from it (contract: `two-factor.md` §1, §2).
public struct ProviderDescriptor: Sendable {
    /// What a provider is for.
    public enum Role: Sendable {
        /// Can be forced, and appears in the lists that clients read.
        case factor
        /// Replaces a factor that an admin has lost. It can be neither forced nor listed, is allowed while any provider is forced, and
        /// is deleted with an admin's last factor.
        case backup
    }

    /// The service behind a provider.
    public struct Service: Sendable {
        /// Names the setting of the program that replaces the URL of the service, such as `duo-url`.
        public let settingName: String
        /// For people. It may be in words.
        public let defaultURL: String
        /// What the setting is for.
        public let help: String
    }

    /// Identifies the provider in settings, routes and records, such as `google`.
    public let code: String
    /// For people.
    public let name: String
    public let role: Role
    /// Whether clients may offer a reset.
    public let isResetAllowed: Bool
    /// Prefix of the labels of its actions, such as `tfa/google/`. Labels are for clients: no route serves them.
    public let actionPrefix: String
    /// Labels besides `configure` and `auth`, without the prefix.
    public let extraActions: [String]
    /// The settings that belong to the provider.
    let settings: [SettingDescriptor]
    /// Those that must not be empty while the provider is in use.
    let requiredSettings: [SettingDescriptor]
    /// The service that verifies proofs; `nil` when the gateway verifies them itself.
    public let service: Service?
    /// Deletes what the provider stores of an admin besides its ``SecondFactorRecord``.
    let deleteRecords: @Sendable (_ adminID: Int, any StoreSession) throws -> Void

    init(
        code: String, name: String, role: Role = .factor, isResetAllowed: Bool = true, actionPrefix: String, extraActions: [String] = [],
        settings: [SettingDescriptor] = [], requiredSettings: [SettingDescriptor] = [], service: Service? = nil,
        deleteRecords: @escaping @Sendable (_ adminID: Int, any StoreSession) throws -> Void = { _, _ in }
    ) {
        self.code = code
        self.name = name
        self.role = role
        self.isResetAllowed = isResetAllowed
        self.actionPrefix = actionPrefix
        self.extraActions = extraActions
        self.settings = settings
        self.requiredSettings = requiredSettings
        self.service = service
        self.deleteRecords = deleteRecords
    }

    /// Whether its required settings are complete.
    public func isEnabled(_ settings: Settings) -> Bool {
        requiredSettings.allSatisfy { !(settings.stored[$0.path] ?? $0.defaultText).isEmpty }
    }
}
