import ServiceModel
import TestSupport
import Testing
import TokenCore

struct ThrottleRuleTests {
    private let limits = ThrottleLimits(maximumFailures: 3, lockSeconds: 10)
    private let now = Timestamp(milliseconds: 1_000_000)

    @Test func theLimitOfFailuresLocksTheName() {
        var entry: ThrottleEntry?
        for count in 1...3 {
            #expect(!Throttle.isLocked(entry, at: now, limits))
            entry = Throttle.afterFailure(entry, at: now, limits)
            #expect(entry?.failures == count)
        }
        #expect(Throttle.isLocked(entry, at: now, limits))
        #expect(Throttle.isLocked(entry, at: now.adding(milliseconds: 9999), limits))
        #expect(!Throttle.isLocked(entry, at: now.adding(seconds: 10), limits))
        #expect(Throttle.afterFailure(entry, at: now.adding(seconds: 10), limits).failures == 1)
    }

    @Test func settingTheClockBackEndsALock() {
        let entry = ThrottleEntry(failures: 3, lockEnds: now.adding(seconds: 10))
        // The clocks of two nodes may differ by a minute; that ends no lock.
        #expect(Throttle.isLocked(entry, at: now.adding(seconds: -60), limits))
        for seconds in [-61, -3600, -86_400 * 365] {
            #expect(!Throttle.isLocked(entry, at: now.adding(seconds: seconds), limits))
            #expect(Throttle.afterFailure(entry, at: now.adding(seconds: seconds), limits).failures == 1)
        }
    }

    @Test func everyFailureProlongsTheLock() {
        let first = Throttle.afterFailure(nil, at: now, limits)
        let second = Throttle.afterFailure(first, at: now.adding(seconds: 9), limits)
        #expect(second.failures == 2)
        #expect(second.lockEnds == now.adding(seconds: 19))
    }

    @Test(arguments: [
        ("Admin", "admin"), (" admin\t", "admin"), ("ADMI\u{4E}", "admin"), ("STRASSE", "straße"), ("CAFE\u{301}", "caf\u{E9}"),
        ("ΟΔΟΣ", "οδος"), ("ﬁn", "FIN"),
    ])
    func formsOfOneName(_ one: String, _ other: String) {
        #expect(Throttle.key(one) == Throttle.key(other))
    }

    @Test func distinctNamesHaveDistinctKeys() {
        #expect(Throttle.key("admin") != Throttle.key("admın"))
        #expect(Throttle.key("admin") != Throttle.key("аdmin"))
        #expect(Throttle.key("a b") != Throttle.key("ab"))
    }

    @Test func longNamesAreKeyedByTheirDigest() {
        let long = String(repeating: "U", count: 100_000)
        #expect(Throttle.key(long).count < 80)
        #expect(Throttle.key(long) == Throttle.key(long.lowercased() + " "))
        #expect(Throttle.key(long) != Throttle.key(long + "x"))
    }
}

@Suite(.timeLimit(.minutes(5))) struct ThrottledSignInTests {
    private let wrong = Secret("Not-the-one-1")

    @Test(arguments: [AccountKind.admin, .customer])
    func theSixthFailureLocks(_ kind: AccountKind) async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await test.makeAdmin()
        _ = try await test.makeCustomer()
        let name = kind == .admin ? "ops" : "ann@example.test"
        for _ in 1...5 { #expect(try await test.outcome(kind, name, wrong) == "auth.failed") }
        #expect(try await test.outcome(kind, name) == "token")
        for _ in 1...6 { #expect(try await test.outcome(kind, name, wrong) == "auth.failed") }
        test.clock.advance(milliseconds: 1_799_999)
        #expect(try await test.outcome(kind, name) == "auth.failed")
        test.clock.advance(milliseconds: 1)
        #expect(try await test.outcome(kind, name) == "token")
    }

    @Test func spellingsOfANameShareACounter() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await test.makeAdmin()
        for name in ["ops", "OPS", " ops", "ops ", "Ops", "oPs"] { _ = try await test.outcome(.admin, name, wrong) }
        #expect(try await test.outcome(.admin, "ops") == "auth.failed")
        try await test.core.administration(as: .localOperator).unlock(.admin, "OPS")
        #expect(try await test.outcome(.admin, "ops") == "token")
    }

    @Test func kindsOfAccountsHaveSeparateCounters() async throws {
        let test = try TestCore()
        defer { test.remove() }
        _ = try await test.makeCustomer()
        for _ in 1...6 { _ = try await test.outcome(.admin, "ann@example.test", wrong) }
        #expect(try await test.outcome(.customer, "ann@example.test") == "token")
    }

    /// Fifty concurrent guesses are not fifty chances: after six failures the correct password is refused, too.
    @Test func concurrentFailuresAreCountedExactly() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await test.makeAdmin()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<50 { group.addTask { _ = try? await test.outcome(.admin, "ops", wrong) } }
        }
        let entry = try await test.database.read { try $0.throttleEntry(.admin, key: "ops") }
        #expect(entry?.failures == 6)
        #expect(try await test.outcome(.admin, "ops") == "auth.failed")
        let failures = try await test.trail().filter { $0.action == "signin" }
        #expect(failures.count == 6)
        #expect(failures.first?.reason == "wrong password; locked")
    }

    @Test func aLockLeavesTokensValid() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await test.makeAdmin()
        let token = try await test.signIn(.admin, "ops")
        for _ in 1...7 { _ = try await test.outcome(.admin, "ops", wrong) }
        #expect(try await test.core.tokens.caller(bearing: token) != nil)
    }
}
