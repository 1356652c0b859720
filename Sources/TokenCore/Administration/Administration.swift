public import ServiceModel

/// What an actor administers: accounts, roles, integrations, tokens, sites, settings, second factors and the mail queue. Customers are
/// administered by ``Customers``. Every change and its audit record are written in one transaction.
public struct Administration: Sendable {
    let actor: AuditActor
    let database: any Database
    let directory: SiteDirectory
    let hashingLimiter: PasswordHashingLimiter
    let clock: any WallClock
    let credentials: CredentialGenerator
    let endpoint: any IntegrationEndpoint
    let providers: ProviderRegistry
    let settings: SettingCatalog

    /// Runs a change and writes its audit record; the next access to settings and stores reads them again.
    /// - Throws: the faults of the body; `administration.exists` with the subject for a name that is taken.
    func change<Result: Sendable>(
        _ action: String, _ subject: String, _ body: @escaping @Sendable (any StoreSession, Timestamp) throws -> Result
    ) async throws(Fault) -> Result {
        let now = clock.now()
        defer { directory.invalidate() }
        do {
            return try await database.write { session in
                let result = try body(session, now)
                try session.append(AuditRecord(at: now, action: action, by: actor, subject: subject))
                return result
            }
        } catch StoreFailure.conflict {
            throw Fault(.alreadyExists, [.init(.text(subject))])
        } catch {
            throw Fault(administering: error)
        }
    }

    func read<Result: Sendable>(_ body: @Sendable (any StoreSession) throws -> Result) async throws(Fault) -> Result {
        try await database.readForAdministration(body)
    }
}

extension Database {
    /// ``read(_:)`` with failures of the store as faults that name the cause.
    func readForAdministration<Result: Sendable>(
        _ body: @Sendable (any StoreSession) throws -> Result
    ) async throws(Fault) -> Result {
        do { return try await read(body) } catch { throw Fault(administering: error) }
    }

    /// ``write(_:)`` with failures of the store as faults that name the cause.
    func writeForAdministration<Result: Sendable>(
        _ body: @escaping @Sendable (any StoreSession) throws -> Result
    ) async throws(Fault) -> Result {
        do { return try await write(body) } catch { throw Fault(administering: error) }
    }
}

extension Core {
    /// The rules of administration, for one actor.
    public func administration(as actor: AuditActor) -> Administration {
        Administration(
            actor: actor, database: database, directory: directory, hashingLimiter: hashingLimiter, clock: clock, credentials: credentials,
            endpoint: endpoint,
            providers: providers, settings: settings)
    }
}

extension CallContext {
    /// The context of a command: all rights, in the admin store.
    public static let localOperator = CallContext(
        caller: .localOperator,
        store: StoreScope(storeID: Store.adminID, code: Store.all, websiteID: 0, isAdmin: true, sharesCustomers: false), origin: .cli)
}
