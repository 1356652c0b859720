package import GatewayHTTP
import Logging
import SQLStore
import ServiceModel
import TestSupport
import Testing
package import TokenCore
import TokenServices

/// The dispatcher over a real database with accounts, without a socket.
package struct TestGateway {
    package static let password = "Correct-Horse-7-Battery"
    package static let base = "https://gateway.example"
    package let dispatcher: RequestDispatcher
    package let core: Core
    private let folder: TemporaryFolder

    package init(base: String = Self.base, origins: AllowedOrigins = AllowedOrigins()) async throws {
        folder = try TemporaryFolder("gateway")
        guard let cost = Argon2idHasher.Cost(memory: 8, passes: 1), let hasher = Argon2idHasher(cost: cost),
            let address = PublicURL(base)
        else { throw StoreFailure.unavailable("set-up") }
        core = Core(
            database: try SQLiteDatabase.open(path: folder.path("test.sqlite")),
            hashingLimiter: PasswordHashingLimiter(
                hasher: hasher, limits: .init(concurrent: 2, waiting: 1000, queueTimeout: .seconds(600))),
            directoryLifetime: .zero)
        dispatcher = RequestDispatcher(
            table: Services.table(core: core), core: core, baseURL: address, texts: MessageTexts(), version: "1.0",
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

    package func remove() { folder.remove() }

    package func send(
        _ method: String, _ target: String, _ headers: RequestFields = [:], _ body: String = "", from address: String = "192.0.2.7"
    ) async -> GatewayResponse {
        await dispatcher.respond(
            to: GatewayRequest(
                method: method, target: target, headers: headers, body: Array(body.utf8),
                origin: Origin(address: address, requestID: "test")))
    }

    /// The header fields of a bearer token.
    package func bearer(_ kind: AccountKind, _ name: String) async throws -> RequestFields {
        [.authorization: "Bearer \(try await token(kind, name))"]
    }

    package func token(_ kind: AccountKind, _ name: String) async throws -> String {
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
    package var text: String { String(decoding: body, as: UTF8.self) }
}
