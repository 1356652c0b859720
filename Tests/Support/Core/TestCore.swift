import SQLStore
package import ServiceModel
package import TokenCore

/// Returns the text instead of a picture.
private struct PlainTextEncoder: QRCodeEncoder {
    package func png(of text: Secret) throws(Fault) -> [UInt8] { Array(text.revealed.utf8) }
}

/// A core over a real SQLite file, with the cheapest real hash and clocks that stand still.
package struct TestCore {
    package static let password = Secret("Correct-Horse-7-Battery")
    package let core: Core
    package let clock: ManualClock
    package let ticks = ManualTicks()
    package let hashingLimiter: PasswordHashingLimiter
    package let folder: TemporaryFolder
    package var database: any Database { core.database }

    package init(
        limits: PasswordHashingLimiter.Limits = .init(concurrent: 2, waiting: 1000, queueTimeout: .seconds(600)),
        secrets: Keyring = Keyring(TransientKeys()), endpoint: any IntegrationEndpoint = NoEndpoint(),
        providers: ProviderRegistry = .standard, services: ProviderServices = ProviderServices(),
        hasher wrapped: (any PasswordHasher) -> any PasswordHasher = { $0 }
    ) throws {
        folder = try TemporaryFolder("core")
        guard let cost = Argon2idHasher.Cost(memory: 8, passes: 1), let hasher = Argon2idHasher(cost: cost) else {
            throw StoreFailure.unavailable("no hasher")
        }
        clock = ManualClock()
        hashingLimiter = PasswordHashingLimiter(hasher: wrapped(hasher), limits: limits)
        let ticks = ticks
        core = Core(
            database: try SQLiteDatabase.open(path: folder.path("test.sqlite")),
            hashingLimiter: hashingLimiter, clock: clock, secrets: secrets, endpoint: endpoint, providers: providers, services: services,
            qrCodes: PlainTextEncoder(),
            directoryLifetime: .zero, ticks: { ticks.now() })
    }

    package func remove() { folder.remove() }

    /// A call by a guest in the default store, or in the store of a code.
    package func context(_ code: String = "default") async throws -> CallContext {
        guard let scope = try await core.directory.current().scope(code: code) else { throw StoreFailure.conflict(code) }
        return CallContext(caller: .guest, store: scope, origin: Origin(address: "192.0.2.7", requestID: "test"))
    }

    package func makeAdmin(_ username: String = "ops", role: String = Role.administrators) async throws {
        _ = try await core.administration(as: .localOperator).createAdmin(
            .init(username: username, email: "\(username)@example.test", firstName: "", lastName: "", roleName: role),
            password: Self.password)
    }

    package func makeCustomer(_ email: String = "ann@example.test", store: String? = nil) async throws -> CustomerAccount {
        let draft = CustomerDraft.with(email: email, firstName: "Ann", lastName: "Lee")
        return try await core.customers.create(draft, password: Self.password, storeCode: store, .localOperator).account
    }

    package func signIn(_ kind: AccountKind, _ name: String, _ password: Secret = Self.password, store: String = "default") async throws
        -> Secret
    {
        let context = try await context(store)
        return switch kind {
        case .admin: try await core.signIn.admin(username: name, password: password, context)
        case .customer: try await core.signIn.customer(username: name, password: password, context)
        }
    }

    /// The message id of the fault that refuses a sign-in, or `token`.
    package func outcome(_ kind: AccountKind, _ name: String, _ password: Secret = Self.password, store: String = "default") async throws
        -> String
    {
        do {
            _ = try await signIn(kind, name, password, store: store)
            return "token"
        } catch let fault as Fault {
            return fault.message.id
        }
    }

    package func trail() async throws -> [AuditRecord] {
        try await database.read { try $0.auditTrail(limit: 1000) }
    }
}
