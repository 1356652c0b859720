import ServiceModel

/// The providers of second factors. A new provider is a folder next to this file and one line in ``standard``; its operations are a file
/// in `TokenServices/SecondFactors` and one line in `SecondFactorServices.providers`.
public struct ProviderRegistry: Sendable {
    /// Those of the gateway, in the order in which clients see them.
    public static let standard = ProviderRegistry([
        GoogleFactor.self,
        DuoFactor.self,
        AuthyFactor.self,
        U2FKeyFactor.self,
        RecoveryFactor.self,
    ])

    public let descriptors: [ProviderDescriptor]
    /// Those that can be forced.
    let factors: [ProviderDescriptor]
    /// The forced list.
    let forcedProviders: SettingKey<[String]>

    init(_ providers: [any SecondFactorProvider.Type]) {
        descriptors = providers.map { $0.descriptor }
        factors = descriptors.filter { $0.role == .factor }
        forcedProviders = Self.forcedProviders(among: factors.map(\.code))
    }

    func named(_ code: String) -> ProviderDescriptor? {
        descriptors.first { $0.code.utf8Equals(code) }
    }

    /// Those of the forced list that are known and enabled, in its order, without repetitions.
    func forced(_ settings: Settings) -> [ProviderDescriptor] {
        var forced: [ProviderDescriptor] = []
        for code in settings[forcedProviders] {
            guard let provider = factors.first(where: { $0.code.utf8Equals(code) }), provider.isEnabled(settings),
                !forced.contains(where: { $0.code.utf8Equals(code) })
            else { continue }
            forced.append(provider)
        }
        return forced
    }

    /// Whether admins may use a provider under these settings.
    func allows(_ provider: ProviderDescriptor, _ settings: Settings) -> Bool {
        let forced = forced(settings)
        return switch provider.role {
        case .factor: forced.contains { $0.code.utf8Equals(provider.code) }
        case .backup: !forced.isEmpty
        }
    }

    /// Those of the providers that an admin has activated, in their order.
    static func active(
        _ providers: [ProviderDescriptor], of adminID: Int, in session: any StoreSession
    ) throws -> [ProviderDescriptor] {
        let active = try session.secondFactors(ofAdmin: adminID).filter(\.isActive).map(\.provider)
        return providers.filter { provider in active.contains { $0.utf8Equals(provider.code) } }
    }

    /// Deletes what is stored of an admin and a provider, and revokes the admin's access tokens and configuration tokens; does the latter
    /// even when nothing was stored. Backups are deleted with the last active factor: on their own they would be a second password.
    func reset(_ provider: ProviderDescriptor, of admin: AdminAccount, at now: Timestamp, in session: any StoreSession) throws {
        try delete(provider, ofAdmin: admin.id, in: session)
        if try Self.active(factors, of: admin.id, in: session).isEmpty {
            for backup in descriptors where backup.role == .backup { try delete(backup, ofAdmin: admin.id, in: session) }
        }
        var admin = admin
        admin.setUpEndedAt = now
        try session.update(admin)
        _ = try session.revokeTokens(of: (.admin, admin.id), at: now)
    }

    private func delete(_ provider: ProviderDescriptor, ofAdmin adminID: Int, in session: any StoreSession) throws {
        _ = try session.deleteSecondFactor(ofAdmin: adminID, provider.code)
        try provider.deleteRecords(adminID, session)
    }
}
