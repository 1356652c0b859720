import ServiceModel

/// Settings of second factors (contract: `README.md`, configuration paths).
extension ProviderRegistry {
    static func forcedProviders(among codes: [String]) -> SettingKey<[String]> {
        SettingKey<[String]>(
            "twofactorauth/general/force_providers", default: [], text: "",
            range: "empty, or a comma list of " + codes.joined(separator: ", "),
            help: "Providers of second factors of which every administrator needs one.",
            accepts: { text in
                text.isEmpty
                    || text.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { code in
                        codes.contains { $0.utf8Equals(code) }
                    }
            },
            parse: { $0.split(separator: ",").map(String.init) })
    }

    /// The mailed link, with `:tfat` where the configuration token goes; empty for the gateway's own.
    static let enrolmentURL = SettingKey.text(
        "twofactorauth/general/webapi_notification_url", range: "empty, or text with :tfat",
        help: "The page on which an administrator sets up a second factor; the mailed link to it carries the configuration token."
    ) { $0.isEmpty || ($0.utf8.count <= 2048 && $0.contains(":tfat")) }

    /// Those that concern all providers, then those of each provider.
    var settings: [SettingDescriptor] {
        [forcedProviders.descriptor, Self.enrolmentURL.descriptor] + descriptors.flatMap(\.settings)
    }

    /// Why admins cannot use, or cannot enrol in, the second factor that is forced; `nil` when they can.
    ///
    /// The wire accepts an empty enrolment URL (contract: `two-factor.md` §3): an API client takes the configuration token from the end of
    /// the link in the mail. A person who follows the link finds no page, because the gateway serves none.
    public func problem(_ settings: Settings) -> String? {
        let configured = settings[forcedProviders]
        guard !configured.isEmpty else { return nil }
        if forced(settings).isEmpty {
            return "\(forcedProviders.path) forces \(configured.joined(separator: ", ")), which cannot be used yet: no administrator "
                + "can sign in; token-gateway config list shows which settings are empty"
        }
        guard settings[Self.enrolmentURL].isEmpty else { return nil }
        return "\(forcedProviders.path) forces a second factor, but the mailed link for setting it up leads nowhere: "
            + "set \(Self.enrolmentURL.path) to the address of a page for it, with :tfat"
    }
}
