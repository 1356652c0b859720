public import ServiceModel

/// Which providers there are, and which an admin has (contract: `two-factor.md` §2).
public struct SecondFactorDirectory: Sendable {
    let pipeline: FactorPipeline

    /// A provider as the settings have it now.
    public struct Listing: Sendable {
        public let provider: ProviderDescription
        public let isEnabled: Bool
    }

    public func installed() async throws(Fault) -> [Listing] {
        let settings = try await pipeline.directory.current().settings
        return ProviderDescription.all.map { Listing(provider: $0, isEnabled: $0.isEnabled(settings)) }
    }

    /// The forced list, in configured order.
    public func forced() async throws(Fault) -> [Listing] {
        Self.forced(try await pipeline.directory.current().settings)
    }

    private static func forced(_ settings: Settings) -> [Listing] {
        SecondFactorPolicy.forced(settings).map { Listing(provider: $0, isEnabled: true) }
    }

    /// Forced providers that are not active for that id, whether or not there is such an admin.
    public func toActivate(adminID: Int) async throws(Fault) -> [Listing] {
        let forced = try await forced()
        return try await pipeline.database.reading { try Self.unproven(forced, of: adminID, in: $0) }
    }

    private static func unproven(_ forced: [Listing], of adminID: Int, in session: any StoreSession) throws -> [Listing] {
        let active = try SecondFactorPolicy.active(forced.map(\.provider.code), of: adminID, in: session)
        return forced.filter { listing in !active.contains { $0.utf8Equals(listing.provider.code) } }
    }

    /// The forced list, for the bearer of a configuration token.
    /// - Throws: `tfa.list-token-invalid`.
    public func forced(with token: Secret) async throws(Fault) -> [Listing] {
        try await asked(with: token) { forced, _, _ in forced }
    }

    /// What the bearer of a configuration token may still set up.
    /// - Throws: `tfa.list-token-invalid`.
    public func toActivate(with token: Secret) async throws(Fault) -> [Listing] {
        try await asked(with: token) { forced, admin, session in try Self.unproven(forced, of: admin.id, in: session) }
    }

    private func asked(
        with token: Secret, _ answer: @Sendable ([Listing], AdminAccount, any StoreSession) throws -> [Listing]
    ) async throws(Fault) -> [Listing] {
        let forced = try await forced()
        let now = pipeline.clock.now()
        return try await pipeline.database.reading { session in
            guard let admin = try pipeline.owner(of: token, in: session, at: now) else { throw Fault(.tfaListTokenInvalid) }
            return try answer(forced, admin, session)
        }
    }

    /// What was noted with ``setDefaultProvider(_:adminID:_:)``; empty when nothing was.
    /// - Throws: `entity.not-found` `userId`.
    public func defaultProvider(adminID: Int) async throws(Fault) -> String {
        try await pipeline.database.reading { session in
            _ = try Self.existing(adminID, in: session)
            return try session.secondFactorPreference(ofAdmin: adminID)?.defaultProvider ?? ""
        }
    }

    /// - Returns: `true`.
    /// - Throws: `tfa.provider-unknown`, `entity.not-found` `userId`.
    public func setDefaultProvider(_ code: String, adminID: Int, _ context: CallContext) async throws(Fault) -> Bool {
        try await note([code], adminID, context) { $0.defaultProvider = code }
    }

    /// - Parameter codes: parted by commas.
    /// - Returns: `true`.
    /// - Throws: `tfa.provider-unknown`, `entity.not-found` `userId`.
    public func setProviders(_ codes: String, adminID: Int, _ context: CallContext) async throws(Fault) -> Bool {
        let list = codes.split(separator: ",").map { $0.trimmingPrefix { $0 == " " } }.map(String.init)
        return try await note(list, adminID, context) { $0.providers = list }
    }

    private func note(
        _ codes: [String], _ adminID: Int, _ context: CallContext, _ change: @escaping @Sendable (inout SecondFactorPreference) -> Void
    ) async throws(Fault) -> Bool {
        let forced = try await forced()
        for code in codes where !forced.contains(where: { $0.provider.code.utf8Equals(code) }) {
            throw Fault(.tfaProviderUnknown, [.init(.text(String(code.prefix(64))))])
        }
        let now = pipeline.clock.now()
        try await pipeline.database.writing { session in
            let admin = try Self.existing(adminID, in: session)
            var preference = try session.secondFactorPreference(ofAdmin: adminID) ?? SecondFactorPreference()
            change(&preference)
            try session.set(preference, ofAdmin: adminID)
            try session.append(
                AuditRecord(
                    at: now, action: "factor.preference", by: context.actor, subject: admin.username,
                    reason: codes.joined(separator: ",")))
        }
        return true
    }

    private static func existing(_ adminID: Int, in session: any StoreSession) throws -> AdminAccount {
        guard let admin = try session.admin(id: adminID) else {
            throw Fault(.entityNotFound, [.init("fieldName", "userId"), .init("fieldValue", .int(adminID))])
        }
        return admin
    }
}
