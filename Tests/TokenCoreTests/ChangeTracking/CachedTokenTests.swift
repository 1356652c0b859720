import Foundation
import SQLStore
import ServiceModel
import TestSupport
import Testing

@testable import TokenCore

/// A change that can make a cached token wrong.
struct FactChange: Sendable, CustomTestStringConvertible {
    let name: String
    let owner: Administration.Owner
    let apply: @Sendable (Core, CallContext) async throws -> Void

    var testDescription: String { name }

    private static func of(
        _ name: String, _ owner: Administration.Owner, _ apply: @escaping @Sendable (Core, CallContext) async throws -> Void
    ) -> FactChange {
        FactChange(name: name, owner: owner, apply: apply)
    }

    private static let reader = Administration.Owner.admin("reader")
    private static let ann = Administration.Owner.customer("ann@example.test")
    private static let shop = Administration.Owner.integration("shop")

    static let all: [FactChange] = [
        of("the admin revokes", reader) { core, context in
            let id = try await core.administration(as: .localOperator).admins().first { $0.account.username == "reader" }?.account.id
            _ = try await core.revocation.revokeOwn(.admin, id: id, context)
        },
        of("a command revokes", reader) { core, _ in _ = try await core.administration(as: .localOperator).revokeTokens(of: reader) },
        of("one token by its accessor", reader) { core, _ in
            for token in try await core.administration(as: .localOperator).tokens(of: reader).tokens {
                try await core.administration(as: .localOperator).revokeToken(accessor: token.accessor)
            }
        },
        of("password by command", reader) { core, _ in
            try await core.administration(as: .localOperator).setAdminPassword("reader", Secret("Another-1-Horse"))
        },
        of("admin deactivated", reader) { core, _ in try await core.administration(as: .localOperator).setAdmin("reader", active: false) },
        of("admin deleted", reader) { core, _ in try await core.administration(as: .localOperator).deleteAdmin("reader") },
        of("another role", reader) { core, _ in
            try await core.administration(as: .localOperator).assignRole(Role.administrators, to: "reader")
        },
        of("no role", reader) { core, _ in try await core.administration(as: .localOperator).assignRole(nil, to: "reader") },
        of("the role changed", reader) { core, _ in
            try await core.administration(as: .localOperator).setRole("readers", resources: ["Magento_Customer::manage"])
        },
        of("an expiry date", reader) { core, _ in
            try await core.database.write { session in
                guard var admin = try session.admin(named: "reader") else { return }
                admin.expiresAt = Timestamp(milliseconds: 0)
                try session.update(admin)
            }
        },
        of("the customer revokes", ann) { core, context in
            let id = try await core.customers.list(after: 0, limit: 1).first?.id
            _ = try await core.revocation.revokeOwn(.customer, id: id, context)
        },
        of("the customer's password", ann) { core, _ in
            try await core.customers.setPassword(Secret("Another-1-Horse"), email: "ann@example.test", by: .localOperator)
        },
        of("customer deactivated", ann) { core, _ in
            try await core.customers.setActive(false, email: "ann@example.test", by: .localOperator)
        },
        of("customer deleted by command", ann) { core, _ in try await core.customers.delete(email: "ann@example.test", by: .localOperator)
        },
        of("customer deleted", ann) { core, context in
            let id = try await core.customers.list(after: 0, limit: 1).first?.id
            _ = try await core.customers.delete(id: try #require(id), context)
        },
        of("customer saved", ann) { core, context in
            let id = try await core.customers.list(after: 0, limit: 1).first?.id
            let admin = CallContext(caller: .admin(id: 1, permissions: .everything), store: context.store, origin: context.origin)
            let draft = CustomerDraft(id: id, groupID: 3, email: "ann@example.test", firstName: "Ann", lastName: "Lee")
            _ = try await core.customers.save(draft, passwordHash: nil, admin)
        },
        of("integration deactivated", shop) { core, _ in try await core.administration(as: .localOperator).deactivateIntegration("shop") },
        of("integration deleted", shop) { core, _ in try await core.administration(as: .localOperator).deleteIntegration("shop") },
        of("integration given other rights", shop) { core, _ in
            _ = try await core.administration(as: .localOperator).setIntegration("shop", .init(resources: ["Magento_Customer::customer"]))
        },
        of("integration authorised anew", shop) { core, _ in
            _ = try await core.administration(as: .localOperator).reauthorizeIntegration("shop", baseURL: "https://b")
        },
        of("its token revoked", shop) { core, _ in _ = try await core.administration(as: .localOperator).revokeTokens(of: shop) },
        of("no bearers of integrations", shop) { core, _ in
            try await core.administration(as: .localOperator).setSetting("oauth/consumer/enable_integration_as_bearer", to: "0")
        },
    ]
}

@Suite struct CachedTokenTests {
    /// A core with the account of a change and its cached token.
    private func known(_ owner: Administration.Owner) async throws -> (test: TestCore, token: Secret, bearer: Bearer) {
        let test = try TestCore()
        let token: Secret
        switch owner {
        case .admin(let name):
            _ = try await test.core.administration(as: .localOperator).createRole("readers", resources: ["Magento_Customer::customer"])
            try await test.makeAdmin(name, role: "readers")
            token = try await test.signIn(.admin, name)
        case .customer(let email):
            _ = try await test.makeCustomer(email)
            token = try await test.signIn(.customer, email)
        case .integration(let name):
            try await test.core.administration(as: .localOperator).setSetting("oauth/consumer/enable_integration_as_bearer", to: "1")
            token = Secret(try #require(try await test.makeIntegration(name).token))
        }
        try await test.core.changes.poll()
        let bearer = try #require(try await test.core.tokens.bearer(of: token))
        #expect(try await test.core.tokens.bearer(of: token) == bearer)
        #expect(test.core.tokens.cachedBearer(token) == bearer)
        let statistics = test.core.tokens.statistics
        #expect((statistics.hits, statistics.misses, statistics.entries) == (2, 1, 1))
        return (test, token, bearer)
    }

    /// Another process on the same database.
    private func elsewhere(_ test: TestCore) throws -> Core {
        Core(
            database: try SQLiteDatabase.open(path: test.folder.path("test.sqlite")),
            hashingLimiter: test.hashingLimiter,
            clock: test.clock, secrets: test.core.secrets, directoryLifetime: .zero)
    }

    @Test(arguments: FactChange.all)
    func changesByThisProcessAreSeenAtOnce(_ change: FactChange) async throws {
        let (test, token, bearer) = try await known(change.owner)
        defer { test.remove() }
        try await change.apply(test.core, try await test.context())
        #expect(test.core.tokens.cachedBearer(token) == nil)
        #expect(try await test.core.tokens.bearer(of: token) != bearer)
    }

    @Test(arguments: FactChange.all)
    func changesByOtherProcessesAreSeenWithTheNextPoll(_ change: FactChange) async throws {
        let (test, token, bearer) = try await known(change.owner)
        defer { test.remove() }
        try await change.apply(try elsewhere(test), try await test.context())
        try await test.core.changes.poll()
        #expect(test.core.tokens.cachedBearer(token) == nil)
        #expect(try await test.core.tokens.bearer(of: token) != bearer)
    }

    @Test(arguments: FactChange.all)
    func withoutPollsTheCacheEndsWithTheLease(_ change: FactChange) async throws {
        let (test, token, bearer) = try await known(change.owner)
        defer { test.remove() }
        try await change.apply(try elsewhere(test), try await test.context())
        #expect(test.core.tokens.cachedBearer(token) == bearer, "within the second that is promised")
        test.ticks.advance(ChangeTracker.lease)
        #expect(try await test.core.tokens.bearer(of: token) != bearer)
    }

    @Test func cachedTokensExpireWithTokenAndAccount() async throws {
        let (test, token, bearer) = try await known(.customer("ann@example.test"))
        defer { test.remove() }
        let left = try #require(bearer.expiresAt).milliseconds - test.clock.now().milliseconds
        test.clock.advance(milliseconds: left - 1)
        #expect(test.core.tokens.cachedBearer(token) == bearer)
        test.clock.advance(milliseconds: 1)
        #expect(test.core.tokens.cachedBearer(token) == nil)
        #expect(try await test.core.tokens.bearer(of: token) == nil)
    }

    @Test func cachedTokensEndWhenTheAccountExpires() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await test.makeAdmin()
        let end = test.clock.now().adding(seconds: 60)
        try await test.database.write { session in
            guard var admin = try session.admin(named: "ops") else { return }
            admin.expiresAt = end
            try session.update(admin)
        }
        let token = try await test.signIn(.admin, "ops")
        try await test.core.changes.poll()
        _ = try await test.core.tokens.bearer(of: token)
        #expect(test.core.tokens.cachedBearer(token) != nil)
        test.clock.advance(seconds: 60)
        #expect(test.core.tokens.cachedBearer(token) == nil)
        #expect(try await test.core.tokens.bearer(of: token) == nil)
    }

    @Test func everydayWritesInvalidateNothing() async throws {
        let (test, token, bearer) = try await known(.admin("reader"))
        defer { test.remove() }
        _ = try await test.makeCustomer()
        _ = try await test.signIn(.customer, "ann@example.test")
        #expect(try await test.outcome(.admin, "reader", Secret("wrong")) == "auth.failed")
        #expect(try await test.core.lastUsed.flush() > 0)
        #expect(test.core.tokens.cachedBearer(token) == bearer)
    }

    @Test func usesOfCachedTokensAreRecordedOncePerMinute() async throws {
        let (test, token, _) = try await known(.admin("reader"))
        defer { test.remove() }
        #expect(try await test.core.lastUsed.flush() == 1)
        _ = test.core.tokens.cachedBearer(token)
        #expect(try await test.core.lastUsed.flush() == 0)
        test.clock.advance(seconds: 60)
        for _ in 0..<3 { _ = test.core.tokens.cachedBearer(token) }
        #expect(try await test.core.lastUsed.flush() == 1)
    }

    @Test func aFailedWriteInvalidatesTheCache() async throws {
        let (test, token, bearer) = try await known(.admin("reader"))
        defer { test.remove() }
        await #expect(throws: StoreFailure.self) {
            try await test.database.write { _ in throw StoreFailure.unavailable("the disk is full") }
        }
        #expect(test.core.tokens.cachedBearer(token) == nil)
        #expect(try await test.core.tokens.bearer(of: token) == bearer, "it is read anew")
        try await test.core.changes.poll()
        _ = try await test.core.tokens.bearer(of: token)
        #expect(test.core.tokens.cachedBearer(token) == bearer)
    }

    @Test func aCustomerIsReadAgainAfterEachChange() async throws {
        let (test, _, _) = try await known(.customer("ann@example.test"))
        defer { test.remove() }
        let id = try #require(try await test.core.customers.list(after: 0, limit: 1).first).id
        let guest = try await test.context()
        let context = CallContext(caller: .admin(id: 1, permissions: .everything), store: guest.store, origin: guest.origin)
        var draft = CustomerDraft(id: id, email: "ann@example.test", firstName: "Anna", lastName: "Lee")
        #expect(try await test.core.customers.read(id: id).account.passwordHash == nil)
        #expect(try await test.core.customers.read(id: id).account.firstName == "Ann")
        _ = try await test.core.customers.save(draft, passwordHash: nil, context)
        #expect(try await test.core.customers.read(id: id).account.firstName == "Anna", "here at once")
        draft.firstName = "Annie"
        _ = try await elsewhere(test).customers.save(draft, passwordHash: nil, context)
        #expect(try await test.core.customers.read(id: id).account.firstName == "Anna", "elsewhere within the second")
        try await test.core.changes.poll()
        #expect(try await test.core.customers.read(id: id).account.firstName == "Annie")
        _ = try await test.core.customers.delete(id: id, context)
        await #expect(throws: Fault.self) { try await test.core.customers.read(id: id) }
    }
}

extension TokenVerifier {
    /// The result of a call with a token when only the cache is read.
    fileprivate func cachedBearer(_ token: Secret) -> Bearer? {
        cachedBearer(token.withBytes { TokenDigest(of: $0) }, isUse: true, at: clock.now())
    }
}
