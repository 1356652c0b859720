import Testing

@testable import TokenCore

struct SettingsTests {
    @Test func defaultsAreAccepted() {
        for setting in SettingCatalog.standard.all {
            let problem = SettingCatalog.standard.problem(setting: setting.path, to: setting.defaultText, in: Settings())
            #expect(problem == nil, "\(setting.path)")
        }
    }

    /// The text of a default and its value are one fact: storing the text changes nothing.
    @Test func storedDefaultsAreTheDefaults() {
        let texts = SettingCatalog.standard.all.map { ($0.path, $0.defaultText) }
        let stored = Settings(stored: Dictionary(uniqueKeysWithValues: texts))
        #expect(Self.properties(of: stored) == Self.properties(of: Settings()))
    }

    @Test func everySettingIsListedOnceAndExplained() {
        let paths = SettingCatalog.standard.all.map(\.path)
        #expect(Set(paths).count == paths.count)
        for setting in SettingCatalog.standard.all {
            #expect(SettingCatalog.standard.problem(setting.path) == nil)
            #expect(!setting.range.isEmpty && setting.help.hasSuffix("."), "\(setting.path)")
        }
        let ofProviders = ProviderRegistry.standard.descriptors.flatMap(\.settings).map(\.path)
        #expect(!ofProviders.isEmpty && Set(ofProviders).isSubset(of: paths))
    }

    /// A value other than the default for each setting that has one, and the property that it changes.
    @Test(arguments: [
        ("oauth/access_token_lifetime/admin", "0.5"), ("oauth/access_token_lifetime/customer", ""),
        ("oauth/authentication_lock/max_failures_count", "7"), ("oauth/authentication_lock/timeout", "60"),
        ("security/address/max_failures", "3"), ("oauth/consumer/expiration_period", "1"), ("oauth/consumer/post_timeout", "6"),
        ("oauth/consumer/enable_integration_as_bearer", "0"), ("oauth/consumer/enable_hmac_sha1", "1"),
        ("oauth/cleanup/expiration_period", "10"), ("admin/security/use_case_sensitive_login", "1"),
        ("customer/account_share/scope", "0"), ("customer/create_account/default_group", "2"),
        ("customer/password/minimum_password_length", "9"), ("customer/password/required_character_classes_number", "4"),
        ("customer/password/reset_link_expiration_period", "3"), ("customer/password/password_reset_protection_type", "2"),
        ("customer/password/max_number_password_reset_requests", "0"),
        ("customer/password/min_time_between_password_reset_requests", "0"),
        ("customer/password/reset_link_url", "https://shop.example/:email/:token"),
        ("checkout/options/enable_guest_checkout_login", "1"), ("webapi/validation/maximum_page_size", "400"),
        ("webapi/validation/default_page_size", "20"),
    ])
    func aStoredValueChangesOneProperty(_ path: String, _ text: String) {
        #expect(SettingCatalog.standard.problem(setting: path, to: text, in: Settings()) == nil)
        let changed = zip(Self.properties(of: Settings(stored: [path: text])), Self.properties(of: Settings())).filter { $0 != $1 }
        #expect(changed.count == 1)
    }

    @Test func valuesAreTyped() {
        let settings = Settings(stored: [
            "oauth/access_token_lifetime/admin": "0.5", "oauth/access_token_lifetime/customer": "0",
            "oauth/cleanup/expiration_period": "10", "customer/password/password_reset_protection_type": "3",
            "twofactorauth/general/force_providers": "google,authy", "twofactorauth/google/otp_window": "2",
        ])
        #expect(settings.lifetime(.admin) == 1_800_000 && settings.lifetime(.customer) == nil)
        #expect(settings.oauth.cleanupSeconds == 600)
        #expect(settings.resetLimits.kinds == [.email])
        #expect(settings[ProviderRegistry.standard.forcedProviders] == ["google", "authy"])
        #expect(settings[GoogleFactor.window] == 2)
    }

    /// A text that an earlier version or another program has stored.
    @Test func whatCannotBeParsedGivesWayToTheDefault() {
        let settings = Settings(stored: ["oauth/authentication_lock/timeout": "soon", "oauth/access_token_lifetime/admin": "1e3"])
        #expect(settings.throttle == Settings().throttle)
        #expect(settings.lifetime(.admin) == Settings().lifetime(.admin))
    }

    @Test func unchangedSettingsAreEqual() {
        let settings = Settings(stored: ["oauth/consumer/post_timeout": "6"])
        #expect(settings.updated(stored: ["oauth/consumer/post_timeout": "6"]) == settings)
        #expect(settings.updated(stored: [:]) == Settings())
    }

    /// The properties as texts, without what is stored.
    private static func properties(of settings: Settings) -> [String] {
        Mirror(reflecting: settings).children.filter { $0.label != "stored" }.flatMap { child in
            let parts = Mirror(reflecting: child.value).children.map { "\(child.label ?? "").\($0.label ?? "") \($0.value)" }
            return parts.isEmpty ? ["\(child.label ?? "") \(child.value)"] : parts
        }
    }
}
