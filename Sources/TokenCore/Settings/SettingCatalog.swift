import ServiceModel

/// What administration needs to know about a setting, whatever the type of its value (contract: `README.md`, configuration paths).
public struct SettingDescriptor: Sendable {
    public let path: String
    public let defaultText: String
    /// The accepted values, in words for an operator.
    public let range: String
    /// One sentence for an operator.
    public let help: String
    /// Stored sealed and never printed.
    public let isSecret: Bool
    let accepts: @Sendable (String) -> Bool

    /// What a secret value is sealed for.
    static func purpose(_ path: String) -> String { "setting " + path }
}

/// Every setting that there is, for access by path. Rules read the typed properties of ``Settings`` instead.
public struct SettingCatalog: Sendable {
    /// The settings of the core, then those of second factors.
    public static let standard = SettingCatalog(secondFactors: ProviderRegistry.standard.settings)

    /// In the order of listings.
    public let all: [SettingDescriptor]

    init(secondFactors: [SettingDescriptor]) {
        all = Settings.descriptors + secondFactors
    }

    public func setting(_ path: String) -> SettingDescriptor? {
        all.first { $0.path.utf8Equals(path) }
    }

    /// Whether values of a path are stored sealed.
    public func isSecret(_ path: String) -> Bool { setting(path)?.isSecret == true }

    /// The text in force as an operator may see it: a secret is `********`. Empty for a path that does not exist.
    public func shown(_ path: String, in settings: Settings) -> String {
        guard let setting = setting(path) else { return "" }
        let text = settings.stored[path] ?? setting.defaultText
        return setting.isSecret && !text.isEmpty ? "********" : text
    }

    /// Why there is no setting with this path, or `nil` when there is one.
    public func problem(_ path: String) -> String? {
        guard setting(path) == nil else { return nil }
        return Self.withoutEffect(path) ?? "there is no setting \(path); see token-gateway config list"
    }

    /// Why a value cannot be stored next to the other settings, or `nil`.
    public func problem(setting path: String, to value: String, in settings: Settings) -> String? {
        guard let setting = setting(path) else { return problem(path) }
        guard setting.accepts(value) else { return "\(path) takes \(setting.range)" }
        let changed = settings.updated(stored: settings.stored.merging([path: value]) { $1 })
        guard changed.defaultPageSize <= changed.maximumPageSize else {
            return "\(Settings.defaultPageSizeKey.path) must not exceed \(Settings.maximumPageSizeKey.path)"
        }
        return nil
    }

    /// Why a path of Magento has no effect here; `nil` for other paths.
    static func withoutEffect(_ path: String) -> String? {
        guard path.hasPrefix("webapi/jwtauth/") else { return nil }
        return "\(path) has no effect here: tokens are no JWT (JSON Web Tokens); oauth/access_token_lifetime/admin and "
            + "oauth/access_token_lifetime/customer say how long they live"
    }
}
