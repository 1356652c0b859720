/// Settings of second factors (contract: `README.md`, configuration paths).
extension SettingPath {
    static let forcedProviders = "twofactorauth/general/force_providers"
    static let setUpURL = "twofactorauth/general/webapi_notification_url"

    static let secondFactors: [SettingPath] = [
        SettingPath(
            forcedProviders, "", "empty, or a comma list of " + ProviderDescription.all.map(\.code).joined(separator: ", ")
        ) { text in
            text.isEmpty
                || text.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { ProviderDescription.named(String($0)) != nil }
        },
        SettingPath(setUpURL, "", "empty, or text with :tfat") { $0.isEmpty || ($0.utf8.count <= 2048 && $0.contains(":tfat")) },
        .whole(GoogleFactor.windowPath, 1, 0...2, "steps"),
        SettingPath(DuoFactor.integrationKeyPath, "", "empty, or 20 characters") { $0.isEmpty || isToken($0, length: 20) },
        SettingPath(DuoFactor.secretKeyPath, "", "empty, or 40 characters", isSecret: true) { $0.isEmpty || isToken($0, length: 40) },
        SettingPath(DuoFactor.hostPath, "", "empty, or a host such as api-1a2b3c4d.duosecurity.com") { text in
            text.isEmpty || DuoFactor.isHost(text)
        },
        SettingPath(AuthyFactor.keyPath, "", "empty, or up to 255 visible characters", isSecret: true) { text in
            text.isEmpty || (text.utf8.count <= 255 && text.utf8.allSatisfy { (0x21...0x7E).contains($0) })
        },
        SettingPath(AuthyFactor.messagePath, AuthyFactor.standardMessage, "up to 255 characters") { $0.count <= 255 },
        SettingPath(U2FKeyFactor.domainPath, "", "empty, or a host name without port") { $0.isEmpty || U2FKeyFactor.isDomain($0) },
    ]

    private static func isToken(_ text: String, length: Int) -> Bool {
        text.utf8.count == length && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}
