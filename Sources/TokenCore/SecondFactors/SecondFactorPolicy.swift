import ServiceModel

/// When an admin needs a second factor, the same at every door (contract: `two-factor.md` §1, §3).
struct SecondFactorPolicy: Sendable {
    /// Mails to one admin in an hour (D77).
    static let mailsPerHour = 10

    let mail: MailQueue
    let tokens: ConfigurationTokens
    let site: PublicSite

    /// What the setting holds, known or not.
    static func configured(_ settings: Settings) -> [String] {
        settings[SecondFactorSettings.forcedProviders]
    }

    /// Those of them that are known and enabled, in their order.
    static func forced(_ settings: Settings) -> [ProviderDescription] {
        var found: [ProviderDescription] = []
        for code in configured(settings) {
            guard let provider = ProviderDescription.named(code), provider.isEnabled(settings),
                !found.contains(where: { $0.code.utf8Equals(code) })
            else { continue }
            found.append(provider)
        }
        return found
    }

    /// The answer to a right password alone; `nil` when no second factor is due. Where nothing is set up, a mail with a configuration
    /// token is queued in the same transaction.
    func answer(to admin: AdminAccount, _ settings: Settings, in session: any StoreSession, at now: Timestamp) throws -> Fault? {
        guard !Self.configured(settings).isEmpty else { return nil }
        let forced = Self.forced(settings).map(\.code)
        guard !forced.isEmpty else { return Fault(.tfaNoProviderAvailable) }
        let active = try Self.active(forced, of: admin.id, in: session)
        guard active.isEmpty else { return Fault(.tfaUseProviderEndpoint, [.init("active_providers", .list(active.map(Wire.text)))]) }
        guard try invite(admin, settings, in: session, at: now) else { return Fault(.tfaMailFailed) }
        return Fault(
            .tfaConfigurationRequired, [.init("providers", .list(forced.map(Wire.text))), .init("active_providers", .list([]))])
    }

    /// Those of the codes that are active for an admin, in their order.
    static func active(_ codes: [String], of adminID: Int, in session: any StoreSession) throws -> [String] {
        let active = try session.secondFactors(ofAdmin: adminID).filter(\.isActive).map(\.provider)
        return codes.filter { code in active.contains { $0.utf8Equals(code) } }
    }

    /// - Returns: whether a mail is on its way, or enough of them are.
    private func invite(_ admin: AdminAccount, _ settings: Settings, in session: any StoreSession, at now: Timestamp) throws -> Bool {
        let key = String(admin.id)
        let sent = try session.countResetRequests(
            .secondFactorSetUp, key: key, since: now.adding(seconds: -3600), until: now.adding(seconds: Timestamp.clockSlack))
        guard sent < Self.mailsPerHour else { return true }
        let token = try tokens.issue(to: admin, at: now)
        let invitation = OutgoingMail.settingUpSecondFactor(of: admin, token, settings, site, at: now)
        guard try mail.enqueue(invitation, in: session) else { return false }
        try session.addResetRequest(.secondFactorSetUp, key: key, at: now)
        return true
    }
}
