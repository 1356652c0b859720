/// Settings of second factors (contract: `README.md`, configuration paths). A provider declares its own in its folder.
enum SecondFactorSettings {
    static let forcedProviders = SettingKey<[String]>(
        "twofactorauth/general/force_providers", default: [], text: "",
        range: "empty, or a comma list of " + ProviderDescription.all.map(\.code).joined(separator: ", "),
        help: "Providers of second factors of which every administrator needs one.",
        accepts: { text in
            text.isEmpty
                || text.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { ProviderDescription.named(String($0)) != nil }
        },
        parse: { $0.split(separator: ",").map(String.init) })
    static let setUpURL = SettingKey.text(
        "twofactorauth/general/webapi_notification_url", range: "empty, or text with :tfat",
        help: "The page on which an administrator sets up a second factor; the mailed link to it carries the configuration token."
    ) { $0.isEmpty || ($0.utf8.count <= 2048 && $0.contains(":tfat")) }

    static let descriptors = [forcedProviders.descriptor, setUpURL.descriptor] + ProviderDescription.all.flatMap(\.settings)
}

extension Settings {
    /// Why administrators cannot use, or not set up, the second factor that is forced; `nil` when nothing is in the way.
    ///
    /// An empty link is no fault on the wire (contract: `two-factor.md` §3): an API client takes the configuration token from the end of
    /// the link in the mail. An administrator who opens the link finds nothing, as long as no console is served.
    public var secondFactorProblem: String? {
        let configured = self[SecondFactorSettings.forcedProviders]
        guard !configured.isEmpty else { return nil }
        if SecondFactorPolicy.forced(self).isEmpty {
            return
                "\(SecondFactorSettings.forcedProviders.path) forces \(configured.joined(separator: ", ")), which cannot be used yet: no administrator "
                + "can sign in; token-gateway config list shows which settings are empty"
        }
        guard self[SecondFactorSettings.setUpURL].isEmpty else { return nil }
        return "\(SecondFactorSettings.forcedProviders.path) forces a second factor, but the mailed link for setting it up leads nowhere: "
            + "set \(SecondFactorSettings.setUpURL.path) to the address of a page for it, with :tfat"
    }
}
