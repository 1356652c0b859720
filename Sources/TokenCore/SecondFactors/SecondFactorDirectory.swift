public import ServiceModel

/// The lists of providers, and what tools have noted about admins (contract: `two-factor.md` §2).
public struct SecondFactorDirectory: Sendable {
    let pipeline: FactorPipeline

    /// A provider, and whether its settings are complete.
    public struct Listing: Sendable {
        public let provider: ProviderDescriptor
        public let isEnabled: Bool
    }

    /// Every provider that can be forced.
    public func installed() async throws(Fault) -> [Listing] {
        let settings = try await pipeline.directory.current().settings
        return pipeline.registry.factors.map { Listing(provider: $0, isEnabled: $0.isEnabled(settings)) }
    }

    /// The forced list, in configured order.
    public func forced() async throws(Fault) -> [Listing] {
        let settings = try await pipeline.directory.current().settings
        return pipeline.registry.forced(settings).map { Listing(provider: $0, isEnabled: true) }
    }

    /// Forced providers that are not active for an admin; all of them when there is no such admin.
    public func toActivate(adminID: Int) async throws(Fault) -> [Listing] {
        let forced = try await forced()
        return try await pipeline.database.reading { try Self.inactive(forced, of: adminID, in: $0) }
    }

    private static func inactive(_ forced: [Listing], of adminID: Int, in session: any StoreSession) throws -> [Listing] {
        let active = try ProviderRegistry.active(forced.map(\.provider), of: adminID, in: session).map(\.code)
        return forced.filter { !active.contains($0.provider.code) }
    }

    /// The forced list, for the bearer of a configuration token.
    /// - Throws: `tfa.list-token-invalid`.
    public func forced(with token: Secret) async throws(Fault) -> [Listing] {
        try await list(with: token) { forced, _, _ in forced }
    }

    /// Forced providers that the bearer of a configuration token has not activated.
    /// - Throws: `tfa.list-token-invalid`.
    public func toActivate(with token: Secret) async throws(Fault) -> [Listing] {
        try await list(with: token) { forced, admin, session in try Self.inactive(forced, of: admin.id, in: session) }
    }

    private func list(
        with token: Secret, _ select: @Sendable ([Listing], AdminAccount, any StoreSession) throws -> [Listing]
    ) async throws(Fault) -> [Listing] {
        let forced = try await forced()
        let now = pipeline.clock.now()
        return try await pipeline.database.reading { session in
            guard let admin = try pipeline.owner(of: token, in: session, at: now) else { throw Fault(.tfaListTokenInvalid) }
            return try select(forced, admin, session)
        }
    }

    /// What ``setDefaultProvider(_:adminID:_:)`` has stored; empty when it has not been called.
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
        try await setPreference([code], adminID, context) { $0.defaultProvider = code }
    }

    /// - Parameter codes: comma-separated.
    /// - Returns: `true`.
    /// - Throws: `tfa.provider-unknown`, `entity.not-found` `userId`.
    public func setProviders(_ codes: String, adminID: Int, _ context: CallContext) async throws(Fault) -> Bool {
        let list = codes.split(separator: ",").map { $0.trimmingPrefix { $0 == " " } }.map(String.init)
        return try await setPreference(list, adminID, context) { $0.providers = list }
    }

    private func setPreference(
        _ codes: [String], _ adminID: Int, _ context: CallContext, _ update: @escaping @Sendable (inout SecondFactorPreference) -> Void
    ) async throws(Fault) -> Bool {
        let forced = try await forced()
        for code in codes where !forced.contains(where: { $0.provider.code.utf8Equals(code) }) {
            throw Fault(.tfaProviderUnknown, [.init(.text(String(code.prefix(64))))])
        }
        let now = pipeline.clock.now()
        try await pipeline.database.writing { session in
            let admin = try Self.existing(adminID, in: session)
            var preference = try session.secondFactorPreference(ofAdmin: adminID) ?? SecondFactorPreference()
            update(&preference)
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
