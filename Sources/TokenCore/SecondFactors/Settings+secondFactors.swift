extension Settings {
    /// Why administrators cannot use, or not set up, the second factor that is forced; `nil` when nothing is in the way.
    ///
    /// An empty link is no fault on the wire (contract: `two-factor.md` §3): an API client takes the configuration token from the end of
    /// the link in the mail. An administrator who opens the link finds nothing, as long as no console is served.
    public var secondFactorProblem: String? {
        let configured = SecondFactorPolicy.configured(self)
        guard !configured.isEmpty else { return nil }
        if SecondFactorPolicy.forced(self).isEmpty {
            return
                "\(SettingPath.forcedProviders) forces \(configured.joined(separator: ", ")), which cannot be used yet: no administrator "
                + "can sign in; token-gateway config list shows which settings are empty"
        }
        guard value(SettingPath.setUpURL).isEmpty else { return nil }
        return "\(SettingPath.forcedProviders) forces a second factor, but the mailed link for setting it up leads nowhere: "
            + "set \(SettingPath.setUpURL) to the address of a page for it, with :tfat"
    }
}
