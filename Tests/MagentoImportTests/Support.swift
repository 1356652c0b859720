import Foundation
import SQLStore
import ServiceModel
import Synchronization
import TestSupport
import Testing
import TokenCore

@testable import MagentoImport

/// A folder with files to import and a database to import them into.
final class Workshop: Sendable {
    let folder: TemporaryFolder
    let core: Core
    static let key = "0123456789abcdef0123456789abcdef"

    init() throws {
        folder = try TemporaryFolder("import")
        try FileManager.default.createDirectory(at: folder.url.appendingPathComponent("csv"), withIntermediateDirectories: true)
        let hasher = try #require(Argon2idHasher.Cost(memory: 8, passes: 1).flatMap { Argon2idHasher(cost: $0) })
        let keyring = Keyring(TransientKeys())
        core = Core(
            database: try SQLiteDatabase.open(path: folder.path("test.sqlite")),
            hashingLimiter: PasswordHashingLimiter(
                hasher: MigratingHasher(hasher, keyring: keyring), limits: .init(concurrent: 2, waiting: 100, queueTimeout: .seconds(600))),
            secrets: keyring,
            directoryLifetime: .zero)
    }

    deinit { folder.remove() }

    /// Writes a dump. - Returns: its path.
    func dump(_ text: String) throws -> String { try dump(Data(text.utf8)) }

    func dump(_ bytes: Data) throws -> String {
        let file = folder.url.appendingPathComponent("shop.sql")
        try bytes.write(to: file)
        return file.path
    }

    /// Writes a file of the CSV folder. - Returns: the folder.
    @discardableResult
    func csv(_ table: String, _ text: String) throws -> String {
        let path = folder.url.appendingPathComponent("csv")
        try Data(text.utf8).write(to: path.appendingPathComponent("\(table).csv"))
        return path.path
    }

    @discardableResult
    func run(
        _ path: String, prefix: String = "", withKey: Bool = false, rehearsal: Bool = false
    ) async throws -> ImportReport {
        let keys = withKey ? try #require(CryptKeys(Secret(Self.key))) : .none
        return try await MagentoImport(path: path, prefix: prefix, keys: keys).run(on: core, isDryRun: rehearsal)
    }

    /// The problem that ends an import.
    func refusal(_ path: String, prefix: String = "") async throws -> ImportProblem? {
        do {
            try await run(path, prefix: prefix)
            return nil
        } catch let problem as ImportProblem {
            return problem
        }
    }

    /// The values of everything that an import could change.
    func contents() async throws -> String {
        try await core.database.read { session in
            let customers = try session.customers(after: 0, limit: 10_000)
            return [
                "\(customers)", "\(try session.addresses(ofCustomers: customers.map(\.id)))", "\(try session.admins())",
                "\(try session.roles())", "\(try session.websites())", "\(try session.stores())", "\(try session.customerGroups())",
                "\(try session.integrations())", "\(try session.consumers(after: 0, limit: 100))",
                "\(try session.sealedOAuthTokens(after: 0, limit: 100))", "\(try session.settings().sorted { $0.key < $1.key })",
                "\(try session.auditTrail(limit: 1000))",
            ].joined(separator: "\n")
        }
    }

    /// The id of the message that a sign-in is refused with, or `token`.
    func outcome(_ kind: AccountKind, _ name: String, _ password: String, store: String = "default") async throws -> String {
        let scope = try #require(try await core.directory.current().scope(code: store))
        let context = CallContext(caller: .guest, store: scope, origin: Origin(address: "192.0.2.7", requestID: "test"))
        do {
            if kind == .admin {
                _ = try await core.signIn.admin(username: name, password: Secret(password), context)
            } else {
                _ = try await core.signIn.customer(username: name, password: Secret(password), context)
            }
            return "token"
        } catch {
            return error.message.id
        }
    }

    func customer(_ id: Int) async throws -> CustomerAccount {
        try #require(try await core.database.read { try $0.customer(id: id) })
    }
}

/// The progress that was reported.
final class Steps: Sendable {
    private let reported = Mutex<[String]>([])

    func add(_ text: String) { reported.withLock { $0.append(text) } }
    var all: [String] { reported.withLock { $0 } }
}
