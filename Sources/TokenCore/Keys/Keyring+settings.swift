import ServiceModel

/// Values of settings that are secrets.
extension Keyring {
    /// A value as it is stored: sealed when the setting is a secret. An empty one is empty.
    func stored(_ value: String, of path: String) throws(Fault) -> String {
        guard SettingPath.named(path)?.isSecret == true, !value.isEmpty else { return value }
        return try seal(Secret(value), for: SettingPath.purpose(path))
    }

    /// The value in force of a setting that is a secret; empty when it is not set.
    func openSetting(_ path: String, _ settings: Settings) throws(Fault) -> Secret {
        let sealed = settings.value(path)
        return sealed.isEmpty ? Secret("") : try open(sealed, for: SettingPath.purpose(path))
    }
}

extension SettingPath {
    /// What a secret value is sealed for.
    static func purpose(_ path: String) -> String { "setting " + path }
}

extension Settings {
    /// The value in force as an operator may see it: a secret is `********`.
    public func shown(_ path: String) -> String {
        let value = value(path)
        return SettingPath.named(path)?.isSecret == true && !value.isEmpty ? "********" : value
    }
}
