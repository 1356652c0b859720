import ServiceModel
import Synchronization
import TestSupport
import Testing

@testable import TokenCore

struct AddressFailuresTests {
    private static let (a, b) = (AddressGroup.v4(1), AddressGroup.v4(2))

    @Test func anAddressIsRefusedUntilItsFailuresLeaveTheWindow() {
        var failures = AddressFailures()
        for second in [0, 100, 200] as [Int64] {
            #expect(failures.retryDelay(of: Self.a, limit: 3, at: second) == nil)
            failures.recordFailure(of: Self.a, at: second)
        }
        #expect(failures.retryDelay(of: Self.a, limit: 3, at: 200) == 400)
        #expect(failures.retryDelay(of: Self.b, limit: 1, at: 200) == nil, "nobody else waits")
        #expect(failures.retryDelay(of: Self.a, limit: 3, at: 599) == 1)
        #expect(failures.retryDelay(of: Self.a, limit: 3, at: 600) == nil, "one has left the window")
        failures.recordFailure(of: Self.a, at: 600)
        #expect(failures.retryDelay(of: Self.a, limit: 3, at: 600) == 100)
        #expect(failures.retryDelay(of: Self.a, limit: 1, at: 1199) == 1)
        #expect(failures.retryDelay(of: Self.a, limit: 1, at: 1200) == nil)
        #expect(failures.count == 0)
    }

    @Test func aLoweredLimitWaitsForEnoughFailuresToLeave() {
        var failures = AddressFailures()
        for second in 0..<10 as Range<Int64> { failures.recordFailure(of: Self.a, at: second * 10) }
        #expect(failures.retryDelay(of: Self.a, limit: 11, at: 90) == nil)
        #expect(failures.retryDelay(of: Self.a, limit: 10, at: 90) == 510)
        #expect(failures.retryDelay(of: Self.a, limit: 4, at: 90) == 570)
    }

    @Test func failuresWithinOneSecondShareAnEntry() {
        var failures = AddressFailures()
        for _ in 1...100_000 { failures.recordFailure(of: Self.a, at: 5) }
        #expect(failures.count == 1)
        #expect(failures.retryDelay(of: Self.a, limit: 100_000, at: 5) == 600)
    }

    @Test func theDelayNeverExceedsTheWindowWhenTimeGoesBack() {
        var failures = AddressFailures()
        failures.recordFailure(of: Self.a, at: 100_000)
        #expect(failures.retryDelay(of: Self.a, limit: 1, at: 10) == 600)
        failures.recordFailure(of: Self.a, at: 10)
        #expect(failures.retryDelay(of: Self.a, limit: 1, at: 100_600) == nil)
    }

    @Test func aFullRingDropsTheOldestEntry() {
        var failures = AddressFailures(capacity: 3)
        for number in 1...3 as ClosedRange<UInt32> { failures.recordFailure(of: .v4(number), at: Int64(number)) }
        failures.recordFailure(of: .v4(3), at: 3)
        failures.recordFailure(of: .v4(4), at: 4)
        #expect(failures.count == 3)
        #expect(failures.retryDelay(of: .v4(1), limit: 1, at: 4) == nil)
        #expect(failures.retryDelay(of: .v4(2), limit: 1, at: 4) == 598)
        #expect(failures.retryDelay(of: .v4(3), limit: 2, at: 4) == 599)
        failures.recordFailure(of: .v4(2), at: 5)
        #expect(failures.retryDelay(of: .v4(2), limit: 1, at: 5) == 600, "its first failure made room for its second")
        #expect(failures.retryDelay(of: .v4(2), limit: 2, at: 5) == nil)
    }

    @Test func memoryIsBoundedForAMillionAddresses() {
        var failures = AddressFailures()
        for number in 0..<1_000_000 as Range<UInt32> { failures.recordFailure(of: .v4(number), at: Int64(number / 10_000)) }
        #expect(failures.count == 1 << 16)
        #expect(failures.retryDelay(of: .v4(999_999), limit: 1, at: 99) == 600)
        #expect(failures.retryDelay(of: .v4(0), limit: 1, at: 99) == nil)
        #expect(failures.retryDelay(of: .v4(0), limit: 1, at: 10_000) == nil)
        #expect(failures.count == 0)
    }
}

@Suite(.timeLimit(.minutes(5))) struct AddressThrottledSignInTests {
    private let wrong = Secret("Not-the-one-1")

    /// A shop whose limit is three failed sign-ins per address.
    private func shop(
        _ limit: String = "3", hasher: (any PasswordHasher) -> any PasswordHasher = { $0 }
    ) async throws -> TestCore {
        let test = try TestCore(hasher: hasher)
        try await test.makeAdmin()
        _ = try await test.makeCustomer()
        try await test.core.administration(as: .localOperator).setSetting("security/address/max_failures", to: limit)
        return test
    }

    private func outcome(
        _ test: TestCore, _ kind: AccountKind, _ name: String, _ password: Secret = TestCore.password, from address: String
    ) async throws -> String {
        let context = CallContext(
            caller: .guest, store: try await test.context().store, origin: Origin(address: address, requestID: "test"))
        do {
            _ =
                switch kind {
                case .admin: try await test.core.signIn.admin(username: name, password: password, context)
                case .customer: try await test.core.signIn.customer(username: name, password: password, context)
                }
            return "token"
        } catch {
            return error.message.id + (error.retryAfter.map { " \($0)" } ?? "")
        }
    }

    @Test func failuresOfAllNamesAndKindsCountForTheirAddress() async throws {
        let test = try await shop()
        defer { test.remove() }
        #expect(try await outcome(test, .admin, "ops", wrong, from: "192.0.2.1") == "auth.failed")
        #expect(try await outcome(test, .customer, "nobody@example.test", wrong, from: "192.0.2.1") == "auth.failed")
        #expect(try await outcome(test, .customer, "ann@example.test", from: "192.0.2.1") == "token", "a success clears nothing")
        test.ticks.advance(.seconds(60))
        #expect(try await outcome(test, .customer, "ann@example.test", wrong, from: "192.0.2.1") == "auth.failed")
        for (kind, name) in [(AccountKind.admin, "ops"), (.customer, "ann@example.test")] {
            #expect(try await outcome(test, kind, name, from: "192.0.2.1") == "address.throttled 540")
            #expect(try await outcome(test, kind, name, from: "192.0.2.2") == "token", "nobody else feels it")
        }
        let failures = try await test.trail().count { $0.outcome == .failure }
        #expect(failures == 3, "what is refused at the door is not written down")
        test.ticks.advance(.seconds(540))
        #expect(try await outcome(test, .admin, "ops", from: "192.0.2.1") == "token")
    }

    @Test func aNetworkOfIPv6CountsAsOneClient() async throws {
        let test = try await shop()
        defer { test.remove() }
        for number in 1...3 { _ = try await outcome(test, .admin, "name\(number)", wrong, from: "2001:db8::\(number)") }
        #expect(try await outcome(test, .admin, "ops", from: "2001:db8::ffff:1") == "address.throttled 600")
        #expect(try await outcome(test, .admin, "ops", from: "2001:db8:0:1::1") == "token")
    }

    @Test func noHashIsComputedForAThrottledAddress() async throws {
        let hashes = HashCount()
        let test = try await shop("1") { CountingHasher(base: $0, count: hashes) }
        defer { test.remove() }
        _ = try await outcome(test, .admin, "ops", wrong, from: "192.0.2.1")
        let before = hashes.number.withLock { $0 }
        #expect(before > 0)
        for name in ["ops", "nobody"] {
            #expect(try await outcome(test, .admin, name, from: "192.0.2.1") == "address.throttled 600")
        }
        #expect(hashes.number.withLock { $0 } == before)
    }

    @Test func signInsOfLockedNamesCountForTheAddress() async throws {
        let test = try await shop("8")
        defer { test.remove() }
        for _ in 1...8 { #expect(try await outcome(test, .admin, "ops", wrong, from: "192.0.2.1") == "auth.failed") }
        #expect(try await outcome(test, .customer, "ann@example.test", from: "192.0.2.1") == "address.throttled 600")
    }

    @Test(arguments: ["127.0.0.1", "127.8.0.1", "::1", "::ffff:127.0.0.1"])
    func loopbackIsLimitedOnlyWhenASettingSaysSo(_ address: String) async throws {
        let test = try await shop("100")
        defer { test.remove() }
        try await test.core.administration(as: .localOperator).unsetSetting("security/address/max_failures")
        for number in 1...101 { #expect(try await outcome(test, .admin, "name\(number)", wrong, from: address) == "auth.failed") }
        #expect(try await outcome(test, .admin, "ops", from: address) == "token")
        try await test.core.administration(as: .localOperator).setSetting("security/address/max_failures", to: "1")
        #expect(try await outcome(test, .admin, "nobody", wrong, from: address) == "auth.failed")
        #expect(try await outcome(test, .admin, "ops", from: address) == "address.throttled 600")
    }

    @Test func theDefaultLimitIsAHundredFailures() async throws {
        let test = try await shop()
        defer { test.remove() }
        try await test.core.administration(as: .localOperator).unsetSetting("security/address/max_failures")
        for number in 1...100 { #expect(try await outcome(test, .admin, "name\(number)", wrong, from: "192.0.2.1") == "auth.failed") }
        #expect(try await outcome(test, .admin, "ops", from: "192.0.2.1") == "address.throttled 600")
    }

    @Test func concurrentGuessesGetNoMoreResultsThanTheLimit() async throws {
        let test = try await shop()
        defer { test.remove() }
        let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 1...20 { group.addTask { try await outcome(test, .admin, "name\(number)", wrong, from: "192.0.2.1") } }
            return try await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(outcomes.count { $0 == "auth.failed" } == 3)
        #expect(outcomes.count { $0.hasPrefix("address.throttled") } == 17)
    }

    @Test func zeroDisablesTheLimit() async throws {
        let test = try await shop("0")
        defer { test.remove() }
        for number in 1...5 { #expect(try await outcome(test, .admin, "name\(number)", wrong, from: "192.0.2.1") == "auth.failed") }
        #expect(try await outcome(test, .admin, "ops", from: "192.0.2.1") == "token")
    }

    @Test func settingTheClockBackDoesNotProlongTheDelay() async throws {
        let test = try await shop("1")
        defer { test.remove() }
        _ = try await outcome(test, .admin, "nobody", wrong, from: "192.0.2.1")
        test.clock.advance(seconds: -86_400)
        #expect(try await outcome(test, .admin, "ops", from: "192.0.2.1") == "address.throttled 600")
        test.ticks.advance(.seconds(600))
        #expect(try await outcome(test, .admin, "ops", from: "192.0.2.1") == "token")
    }

    @Test func theSettingAcceptsItsRangeOnly() async throws {
        let test = try await shop("100000")
        defer { test.remove() }
        for value in ["-1", "100001", "", "many"] {
            await #expect(throws: Fault.self) {
                try await test.core.administration(as: .localOperator).setSetting("security/address/max_failures", to: value)
            }
        }
    }
}

struct AddressThrottledFactorTests {
    @Test func aWrongSecondFactorCountsAndASetUpDoesNot() async throws {
        let fixture = try await SecondFactorFixture("google")
        defer { fixture.remove() }
        try await fixture.set("security/address/max_failures", "2")
        let token = try await fixture.token()
        let google = fixture.factors.google
        for _ in 1...3 {
            #expect(
                try await fixture.outcome { try await google.activate(token, code: Secret("000000"), fixture.context()) }
                    == "tfa.code-invalid")
        }
        try await fixture.setGoogle()
        for _ in 1...2 { #expect(try await fixture.outcome { _ = try await fixture.signInWithGoogle(Secret("1")) } == "tfa.code-invalid") }
        let code = try fixture.code()
        #expect(try await fixture.outcome { _ = try await fixture.signInWithGoogle(code) } == "address.throttled")
        #expect(try await fixture.test.outcome(.customer, "nobody@example.test") == "address.throttled")
        fixture.test.ticks.advance(.seconds(600))
        #expect(try await fixture.outcome { _ = try await fixture.signInWithGoogle(code) } == "ok")
    }
}

private final class HashCount: Sendable {
    let number = Mutex(0)
}

/// Counts verified passwords.
private struct CountingHasher: PasswordHasher {
    let base: any PasswordHasher
    let count: HashCount

    var dummyHash: String { base.dummyHash }
    func hash(_ password: Secret) -> String? { base.hash(password) }
    func isOutdated(_ stored: String) -> Bool { base.isOutdated(stored) }

    func verify(_ password: Secret, against stored: String) -> Bool? {
        count.number.withLock { $0 += 1 }
        return base.verify(password, against: stored)
    }
}
