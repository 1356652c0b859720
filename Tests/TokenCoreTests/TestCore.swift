import Foundation
import SQLStore
import ServiceModel
import Synchronization

@testable import TokenCore

/// A clock that stands still until it is turned.
final class TurnedClock: WallClock {
    private let time: Mutex<Timestamp>

    init(_ milliseconds: Int64 = 1_700_000_000_000) {
        time = Mutex(Timestamp(milliseconds: milliseconds))
    }

    func now() -> Timestamp { time.withLock { $0 } }
    func turn(milliseconds: Int64) { time.withLock { $0 = $0.adding(milliseconds: milliseconds) } }
    func turn(seconds: Int) { turn(milliseconds: Int64(seconds) * 1000) }
}

/// Returns the text itself: `QRCodeTests` test the picture.
private struct PlainTextEncoder: QRCodeEncoder {
    func png(of text: Secret) throws(Fault) -> [UInt8] { Array(text.revealed.utf8) }
}

/// A monotonic clock that stands still until it is turned.
final class TurnedTicks: Sendable {
    private let time = Mutex(ContinuousClock.now)

    func now() -> ContinuousClock.Instant { time.withLock { $0 } }
    func turn(_ duration: Duration) { time.withLock { $0 += duration } }
}

/// The core over a real SQLite file, with the cheapest real hash.
struct TestCore {
    static let password = Secret("Correct-Horse-7-Battery")
    let core: Core
    let clock: TurnedClock
    let ticks = TurnedTicks()
    let hashingLimiter: PasswordHashingLimiter
    let folder: URL
    var database: any Database { core.database }

    init(
        limits: PasswordHashingLimiter.Limits = .init(concurrent: 2, waiting: 1000, queueTimeout: .seconds(600)),
        secrets: Keyring = Keyring(TransientKeys()), endpoint: any IntegrationEndpoint = NoEndpoint(),
        providers: ProviderRegistry = .standard, services: ProviderServices = ProviderServices(),
        hasher wrapped: (any PasswordHasher) -> any PasswordHasher = { $0 }
    ) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("core-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard let cost = Argon2idHasher.Cost(memory: 8, passes: 1), let hasher = Argon2idHasher(cost: cost) else {
            throw StoreFailure.unavailable("no hasher")
        }
        clock = TurnedClock()
        hashingLimiter = PasswordHashingLimiter(hasher: wrapped(hasher), limits: limits)
        let ticks = ticks
        core = Core(
            database: try SQLiteDatabase.open(path: folder.appendingPathComponent("test.sqlite").path),
            hashingLimiter: hashingLimiter, clock: clock, secrets: secrets, endpoint: endpoint, providers: providers, services: services,
            qrCodes: PlainTextEncoder(),
            directoryLifetime: .zero, ticks: { ticks.now() })
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// A call by a guest in the default store, or in the store with a code.
    func context(_ code: String = "default") async throws -> CallContext {
        guard let scope = try await core.directory.current().scope(code: code) else { throw StoreFailure.conflict(code) }
        return CallContext(caller: .guest, store: scope, origin: Origin(address: "192.0.2.7", requestID: "test"))
    }

    func makeAdmin(_ username: String = "ops", role: String = Role.administrators) async throws {
        _ = try await core.administration(as: .localOperator).createAdmin(
            .init(username: username, email: "\(username)@example.test", firstName: "", lastName: "", roleName: role),
            password: Self.password)
    }

    func makeCustomer(_ email: String = "ann@example.test", store: String? = nil) async throws -> CustomerAccount {
        let draft = CustomerDraft(email: email, firstName: "Ann", lastName: "Lee")
        return try await core.customers.create(draft, password: Self.password, storeCode: store, .localOperator).account
    }

    func signIn(_ kind: AccountKind, _ name: String, _ password: Secret = Self.password, store: String = "default") async throws -> Secret {
        let context = try await context(store)
        return switch kind {
        case .admin: try await core.signIn.admin(username: name, password: password, context)
        case .customer: try await core.signIn.customer(username: name, password: password, context)
        }
    }

    /// The message id of a refused sign-in, or `token`.
    func outcome(_ kind: AccountKind, _ name: String, _ password: Secret = Self.password, store: String = "default") async throws -> String
    {
        do {
            _ = try await signIn(kind, name, password, store: store)
            return "token"
        } catch let fault as Fault {
            return fault.message.id
        }
    }

    func trail() async throws -> [AuditRecord] {
        try await database.read { try $0.auditTrail(limit: 1000) }
    }
}
