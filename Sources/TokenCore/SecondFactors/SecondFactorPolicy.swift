import ServiceModel

/// When an admin needs a second factor (contract: `two-factor.md` §1, §3).
struct SecondFactorPolicy: Sendable {
    /// Limit of mails to one admin (D77).
    static let mailsPerHour = 10

    let registry: ProviderRegistry
    let mail: MailQueue
    let tokens: ConfigurationTokens
    let baseURL: PublicBaseURL

    /// Why a right password alone is not enough; `nil` when it is. For an admin without a factor, a mail with a configuration token is
    /// queued in the same transaction.
    func requirement(for admin: AdminAccount, _ settings: Settings, in session: any StoreSession, at now: Timestamp) throws -> Fault? {
        guard !settings[registry.forcedProviders].isEmpty else { return nil }
        let forced = registry.forced(settings)
        guard !forced.isEmpty else { return Fault(.tfaNoProviderAvailable) }
        let active = try ProviderRegistry.active(forced, of: admin.id, in: session)
        guard active.isEmpty else { return Fault(.tfaUseProviderEndpoint, [.init("active_providers", Self.list(active))]) }
        guard try invite(admin, settings, in: session, at: now) else { return Fault(.tfaMailFailed) }
        return Fault(.tfaConfigurationRequired, [.init("providers", Self.list(forced)), .init("active_providers", .list([]))])
    }

    private static func list(_ providers: [ProviderDescriptor]) -> Wire {
        .list(providers.map { .text($0.code) })
    }

    /// Queues the mail, unless the limit is reached.
    /// - Returns: `false` when the queue does not take it.
    private func invite(_ admin: AdminAccount, _ settings: Settings, in session: any StoreSession, at now: Timestamp) throws -> Bool {
        let key = String(admin.id)
        let sent = try session.countResetRequests(
            .secondFactorSetUp, key: key, since: now.adding(seconds: -3600), until: now.adding(seconds: Timestamp.clockSkew))
        guard sent < Self.mailsPerHour else { return true }
        let token = try tokens.issue(to: admin, at: now)
        guard try mail.enqueue(invitation(of: admin, token, settings, at: now), in: session) else { return false }
        try session.addResetRequest(.secondFactorSetUp, key: key, at: now)
        return true
    }

    private func invitation(of admin: AdminAccount, _ token: Secret, _ settings: Settings, at now: Timestamp) -> OutgoingMail {
        // A configuration token consists of letters, digits and "=", so it needs no escaping in a URL.
        let template = settings[ProviderRegistry.enrolmentURL]
        let link = template.isEmpty ? "\(baseURL.text)/console/tfat/\(token.revealed)" : template.replacing(":tfat", with: token.revealed)
        let names = [admin.firstName, admin.lastName].filter { !$0.isEmpty }
        return OutgoingMail(
            kind: .secondFactorSetUp, recipient: admin.email,
            recipientName: names.isEmpty ? admin.username : names.joined(separator: " "),
            values: [
                "username": .text(admin.username), "email": .text(admin.email), "site": .text(baseURL.host ?? ""), "token": .secret(token),
                "link": .secret(Secret(link)),
            ],
            createdAt: now)
    }
}
