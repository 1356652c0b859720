import Foundation
import HTTPTypes
import Logging
import SQLStore
import ServiceModel
import Testing
import TokenCore
import TokenServices

@testable import GatewayHTTP

/// The front over a real database with accounts, without a socket.
struct TestDispatcher {
    static let password = "Correct-Horse-7-Battery"
    static let base = "https://gateway.example"
    let front: RequestDispatcher
    let core: Core
    let folder: URL

    init(base: String = Self.base, origins: AllowedOrigins = AllowedOrigins()) async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("front-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard let cost = Argon2idHasher.Cost(memory: 8, passes: 1), let hasher = Argon2idHasher(cost: cost),
            let address = ServiceAddress(base)
        else { throw StoreFailure.unavailable("set-up") }
        core = Core(
            database: try SQLiteDatabase.open(path: folder.appendingPathComponent("test.sqlite").path),
            hashingLimiter: PasswordHashingLimiter(
                hasher: hasher, limits: .init(concurrent: 2, waiting: 1000, queueTimeout: .seconds(600))),
            directoryLifetime: .zero)
        front = RequestDispatcher(
            table: Services.table(core: core), core: core, address: address, texts: MessageTexts(), version: "1.0",
            origins: origins, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let administration = core.administration(as: .localOperator)
        _ = try await administration.createRole("readers", resources: ["Magento_Customer::customer"])
        for (name, role) in [("ops", Role.administrators), ("reader", "readers")] {
            _ = try await administration.createAdmin(
                .init(username: name, email: "\(name)@example.test", firstName: "", lastName: "", roleName: role),
                password: Secret(Self.password))
        }
        _ = try await core.customers.create(
            CustomerDraft.with(email: "ann@example.test", firstName: "Ann", lastName: "Lee"), password: Secret(Self.password),
            storeCode: nil,
            .localOperator)
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    func send(
        _ method: String, _ target: String, _ headers: RequestFields = [:], _ body: String = "", from address: String = "192.0.2.7"
    ) async -> GatewayResponse {
        await front.respond(
            to: GatewayRequest(
                method: method, target: target, headers: headers, body: Array(body.utf8),
                origin: Origin(address: address, requestID: "test")))
    }

    /// A token as a header.
    func bearer(_ kind: AccountKind, _ name: String) async throws -> RequestFields {
        [.authorization: "Bearer \(try await token(kind, name))"]
    }

    func token(_ kind: AccountKind, _ name: String) async throws -> String {
        let store = try #require(try await core.directory.current().defaultScope)
        let context = CallContext(caller: .guest, store: store, origin: Origin(address: "", requestID: ""))
        let token =
            switch kind {
            case .admin: try await core.signIn.admin(username: name, password: Secret(Self.password), context)
            case .customer: try await core.signIn.customer(username: name, password: Secret(Self.password), context)
            }
        return token.revealed
    }
}

extension GatewayResponse {
    var text: String { String(decoding: body, as: UTF8.self) }
}
