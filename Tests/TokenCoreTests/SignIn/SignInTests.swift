import ServiceModel
import TestSupport
import Testing
import TokenCore

@Suite(.timeLimit(.minutes(5))) struct SignInTests {
    private let wrong = Secret("Not-the-one-1")

    @Test func tokensIdentifyTheAdminOrCustomer() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await test.makeAdmin()
        let customer = try await test.makeCustomer()
        let admin = try await test.signIn(.admin, "ops")
        #expect(admin.count == 32)
        #expect(admin.revealed.allSatisfy { $0.isASCII && ($0.isNumber || $0.isLowercase) })
        #expect(try await test.core.tokens.caller(bearing: admin) == .admin(id: 1, permissions: .everything))
        let token = try await test.signIn(.customer, "ann@example.test")
        #expect(
            try await test.core.tokens.caller(bearing: token)
                == .customer(.init(id: customer.id, groupID: 1, websiteID: 1, storeID: 1)))
    }

    @Test(arguments: ["OPS", "Ops", "ops"])
    func adminNamesAreCaseInsensitive(_ name: String) async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await test.makeAdmin("Ops")
        #expect(try await test.outcome(.admin, name) == "token")
        try await test.core.administration(as: .localOperator).setSetting("admin/security/use_case_sensitive_login", to: "1")
        #expect(try await test.outcome(.admin, name) == (name == "Ops" ? "token" : "auth.failed"))
    }

    @Test(arguments: ["ops@example.test", " ops", "ops ", "оps", "o\u{200B}ps", "0", ""])
    func similarNamesAreUnknown(_ name: String) async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await test.makeAdmin()
        #expect(try await test.outcome(.admin, name) == "auth.failed")
    }

    @Test func passwordsAreComparedAsBytesInFullLength() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await test.makeAdmin()
        let composed = Secret("Caf\u{E9}-Number-1")
        try await test.core.administration(as: .localOperator).setAdminPassword("ops", composed)
        #expect(try await test.outcome(.admin, "ops", Secret("Cafe\u{301}-Number-1")) == "auth.failed")
        #expect(try await test.outcome(.admin, "ops", Secret(" Caf\u{E9}-Number-1")) == "auth.failed")
        #expect(try await test.outcome(.admin, "ops", Secret("Caf\u{E9}-Number-1\u{0}")) == "auth.failed")
        #expect(try await test.outcome(.admin, "ops", Secret(String(repeating: "x", count: 4097))) == "auth.failed")
        #expect(try await test.outcome(.admin, "ops", composed) == "token")
    }

    @Test func unusableAccountsAreRefusedLikeUnknownNames() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await test.makeAdmin()
        _ = try await test.makeCustomer()
        try await test.core.administration(as: .localOperator).setAdmin("ops", active: false)
        try await test.core.customers.setActive(false, email: "ann@example.test", by: .localOperator)
        #expect(try await test.outcome(.admin, "ops") == "auth.failed")
        #expect(try await test.outcome(.customer, "ann@example.test") == "auth.failed")
    }

    @Test func anExpiredAdminBecomesInactive() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await test.makeAdmin()
        let token = try await test.signIn(.admin, "ops")
        let now = test.clock.now()
        try await test.database.write { session in
            var admin = try #require(try session.admin(named: "ops"))
            admin.expiresAt = now.adding(seconds: 60)
            try session.update(admin)
        }
        #expect(try await test.core.tokens.caller(bearing: token) != nil)
        test.clock.advance(seconds: 60)
        #expect(try await test.core.tokens.caller(bearing: token) == nil)
        #expect(try await test.outcome(.admin, "ops") == "auth.failed")
        #expect(try await test.database.read { try $0.admin(named: "ops") }?.isActive == false)
    }

    @Test func unconfirmedCustomersAreRefusedLikeUnknownNames() async throws {
        let test = try TestCore()
        defer { test.remove() }
        _ = try await test.makeCustomer()
        try await test.database.write { session in
            var customer = try #require(try session.customers(email: "ann@example.test", preferring: 1).first)
            customer.confirmation = "key"
            try session.update(customer)
        }
        #expect(try await test.outcome(.customer, "ann@example.test") == "auth.failed")
    }

    @Test func adminsNeedARole() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await test.makeAdmin()
        try await test.core.administration(as: .localOperator).assignRole(nil, to: "ops")
        #expect(try await test.outcome(.admin, "ops", wrong) == "auth.failed")
        #expect(try await test.outcome(.admin, "ops") == "auth.no-role")
        let entry = try await test.database.read { try $0.throttleEntry(.admin, key: "ops") }
        #expect(entry?.failures == 1)
        #expect(try await test.database.read { try $0.liveTokens(of: nil, at: test.clock.now()) }.isEmpty)
    }

    @Test func customersSignInOnTheirWebsiteOnly() async throws {
        let test = try TestCore()
        defer { test.remove() }
        _ = try await test.core.administration(as: .localOperator).createStore("second", website: "second")
        _ = try await test.core.administration(as: .localOperator).createStore("third", website: nil)
        _ = try await test.makeCustomer()
        #expect(try await test.outcome(.customer, "ANN@example.test", store: "third") == "token")
        #expect(try await test.outcome(.customer, "ann@example.test", store: "all") == "token")
        #expect(try await test.outcome(.customer, "ann@example.test", store: "second") == "auth.failed")
        try await test.core.administration(as: .localOperator).setSetting("customer/account_share/scope", to: "0")
        #expect(try await test.outcome(.customer, "ann@example.test", store: "second") == "token")
    }

    @Test func outdatedHashesAreReplaced() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await test.makeAdmin()
        let cost = try #require(Argon2idHasher.Cost(memory: 16, passes: 1))
        let older = try #require(Argon2idHasher(cost: cost))
        let old = try #require(older.hash(TestCore.password))
        try await test.database.write { session in
            var admin = try #require(try session.admin(named: "ops"))
            admin.passwordHash = old
            try session.update(admin)
        }
        #expect(try await test.outcome(.admin, "ops", wrong) == "auth.failed")
        #expect(try await test.database.read { try $0.admin(named: "ops") }?.passwordHash == old)
        #expect(try await test.outcome(.admin, "ops") == "token")
        let rewritten = try await test.database.read { try $0.admin(named: "ops") }?.passwordHash
        #expect(rewritten?.contains("m=8,t=1") == true)
        #expect(try await test.outcome(.admin, "ops") == "token")
    }

    @Test func everyOutcomeIsAuditedWithoutSecrets() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await test.makeAdmin()
        let token = try await test.signIn(.admin, "ops")
        _ = try await test.outcome(.admin, "ops", wrong)
        _ = try await test.outcome(.admin, "ghost\r\nINFO signed in", wrong)
        let trail = try await test.trail().filter { $0.action == "signin" }
        #expect(trail.map(\.outcome) == [.failure, .failure, .success])
        #expect(trail.map(\.reason).prefix(2) == ["unknown name", "wrong password"])
        #expect(trail.allSatisfy { $0.address == "192.0.2.7" && $0.requestID == "test" })
        #expect(trail.map(\.subject) == ["gho… (no account)", "ops", "ops"])
        let all = "\(try await test.trail())"
        #expect(!all.contains(token.revealed))
        #expect(!all.contains(wrong.revealed))
        #expect(!all.contains(TestCore.password.revealed))
    }

    /// Users type passwords into name fields.
    @Test(arguments: [
        ("Correct-Horse-7", "Cor… (no account)"), ("hunter2", "h… (no account)"), ("abc", "… (no account)"), ("", "… (no account)"),
    ])
    func unknownNamesAreTruncatedAndMarkedInTheTrail(_ name: String, _ shown: String) async throws {
        let test = try TestCore()
        defer { test.remove() }
        for kind in [AccountKind.admin, .customer] {
            #expect(try await test.outcome(kind, name, wrong) == "auth.failed")
            let row = try #require(try await test.trail().first)
            #expect(row.subject == shown && row.reason == "unknown name" && row.actorKind == kind.label)
        }
        #expect(AuditRecord.unknownName("e\u{301}abcdefghijk") == "e\u{301}a… (no account)")
    }

    /// A change between the comparison and the token takes effect.
    @Test func aPasswordChangedDuringTheAttemptEndsIt() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await test.makeAdmin()
        let attempts = 20
        let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<attempts { group.addTask { try await test.outcome(.admin, "ops") } }
            group.addTask {
                try await test.core.administration(as: .localOperator).setAdminPassword("ops", Secret("Another-Password-9"))
                return "changed"
            }
            return try await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(outcomes.count == attempts + 1)
        // Tokens issued before the change were revoked by it; none was issued after it.
        #expect(try await test.database.read { try $0.liveTokens(of: nil, at: test.clock.now()) }.isEmpty)
    }
}
