import ServiceModel

/// Secret values of settings.
extension Keyring {
    /// A value as it is stored: sealed when the setting is a secret. An empty one is empty.
    func stored(_ value: String, of path: String, _ settings: SettingCatalog) throws(Fault) -> String {
        guard settings.isSecret(path), !value.isEmpty else { return value }
        return try seal(Secret(value), for: SettingDescriptor.purpose(path))
    }

    /// The value in force of a setting that is a secret; empty when it is not set.
    func open(_ key: SettingKey<SealedSetting>, in settings: Settings) throws(Fault) -> Secret {
        let sealed = settings[key]
        return sealed.isEmpty ? Secret("") : try open(sealed.text, for: SettingDescriptor.purpose(key.path))
    }
}
