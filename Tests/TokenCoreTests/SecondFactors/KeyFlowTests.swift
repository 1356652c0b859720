import ServiceModel
import Testing

@testable import TokenCore

struct KeyFlowTests {
    /// A bench whose admin has registered the key.
    private func enrolled(_ key: SoftwareKey) async throws -> FactorBench {
        let bench = try await FactorBench("u2fkey")
        let token = try await bench.token()
        let options = try await bench.factors.keys.configure(token, bench.context())
        try await bench.factors.keys.activate(token, credential: key.register(options), bench.context())
        return bench
    }

    private func challenge(_ bench: FactorBench) async throws -> String {
        try await bench.factors.keys.challenge(bench.credentials, bench.context())
    }

    private func signIn(_ bench: FactorBench, _ answer: Secret) async throws -> String {
        try await bench.outcome { _ = try await bench.factors.keys.signIn(bench.credentials, credential: answer, bench.context()) }
    }

    @Test func challengeIsValidForOneSignIn() async throws {
        let key = SoftwareKey("one")
        let bench = try await enrolled(key)
        defer { bench.remove() }
        let options = try await challenge(bench)
        #expect(try SoftwareKey.ids("allowCredentials", in: options) == [key.id])
        let answer = try key.sign(options, counter: 1)
        #expect(try await signIn(bench, answer) == "ok")
        #expect(try await signIn(bench, answer) == "tfa.challenge-missing")
    }

    @Test func challengeExpiresAndIsReplacedByANewOne() async throws {
        let key = SoftwareKey("one")
        let bench = try await enrolled(key)
        defer { bench.remove() }
        let first = try await challenge(bench)
        let second = try await challenge(bench)
        #expect(try await signIn(bench, key.sign(first, counter: 1)) == "tfa.key-invalid")
        // A refused response does not end the challenge.
        #expect(try await signIn(bench, key.sign(second, counter: 1)) == "ok")
        let late = try await challenge(bench)
        bench.test.clock.turn(seconds: 300)
        #expect(try await signIn(bench, key.sign(late, counter: 2)) == "tfa.challenge-missing")
    }

    @Test(arguments: [(0, 0, true), (0, 1, true), (5, 5, false), (5, 4, false), (5, 0, false), (5, 6, true), (5, 4_294_967_295, true)])
    func counterMustIncrease(_ stored: UInt32, _ sent: UInt32, _ isGood: Bool) async throws {
        let key = SoftwareKey("one")
        let bench = try await enrolled(key)
        defer { bench.remove() }
        if stored > 0 { #expect(try await signIn(bench, key.sign(challenge(bench), counter: stored)) == "ok") }
        #expect(try await signIn(bench, key.sign(challenge(bench), counter: sent)) == (isGood ? "ok" : "tfa.key-invalid"))
        let kept = try await bench.test.database.read { try $0.securityKeys(ofAdmin: 1) }.first
        #expect(kept?.counter == Int64(isGood ? sent : stored))
    }

    @Test func wrongResponsesCountInTheThrottle() async throws {
        let key = SoftwareKey("one")
        let bench = try await enrolled(key)
        defer { bench.remove() }
        let options = try await challenge(bench)
        for answer in ["", "{}", "[]", try SoftwareKey("two").sign(options, counter: 1).revealed] {
            #expect(try await signIn(bench, Secret(answer)) == "tfa.key-invalid")
        }
        #expect(try await bench.test.database.read { try $0.throttleEntry(.admin, key: "ops") }?.failures == 4)
    }

    @Test func registrationNeedsItsChallenge() async throws {
        let key = SoftwareKey("one")
        let bench = try await FactorBench("u2fkey")
        defer { bench.remove() }
        let token = try await bench.token()
        let keys = bench.factors.keys
        let outcome = { (answer: Secret) in
            try await bench.outcome { try await keys.activate(token, credential: answer, bench.context()) }
        }
        #expect(try await outcome(Secret("{}")) == "tfa.key-not-started")
        let options = try await keys.configure(token, bench.context())
        #expect(try await outcome(Secret("{}")) == "tfa.key-data-invalid")
        #expect(try await outcome(SoftwareKey("one", domain: "evil.example").register(options)) == "tfa.key-invalid")
        bench.test.clock.turn(seconds: 300)
        #expect(try await outcome(key.register(options)) == "tfa.key-not-started")
        #expect(try await outcome(key.register(keys.configure(token, bench.context()))) == "ok")
    }

    @Test func anAdminHasAtMostEightKeys() async throws {
        let bench = try await enrolled(SoftwareKey("0"))
        defer { bench.remove() }
        let keys = bench.factors.keys
        let context = try await bench.context()
        for number in 1..<8 {
            let options = try await keys.configureFurther(adminID: 1, context)
            #expect(try SoftwareKey.ids("excludeCredentials", in: options).count == number)
            try await keys.registerFurther(adminID: 1, credential: SoftwareKey("\(number)").register(options), context)
        }
        #expect(try await bench.outcome { _ = try await keys.configureFurther(adminID: 1, context) } == "tfa.provider-already-configured")
        let listed = try await keys.keys(adminID: 1, context)
        #expect(listed.map(\.id) == Array(1...8))
        #expect(try await keys.delete(keyID: 3, adminID: 1, context))
        #expect(try await bench.outcome { _ = try await keys.delete(keyID: 3, adminID: 1, context) } == "entity.not-found")
        #expect(try await keys.keys(adminID: 1, context).count == 7)
    }

    @Test func keyOfAnotherAdminIsRefused() async throws {
        let key = SoftwareKey("one")
        let bench = try await enrolled(key)
        defer { bench.remove() }
        try await bench.test.makeAdmin("other")
        let context = try await bench.context()
        let options = try await bench.factors.keys.configureFurther(adminID: 2, context)
        let outcome = try await bench.outcome {
            try await bench.factors.keys.registerFurther(adminID: 2, credential: key.register(options), context)
        }
        #expect(outcome == "tfa.key-data-invalid")
        #expect(try await bench.outcome { _ = try await bench.factors.keys.delete(keyID: 1, adminID: 2, context) } == "entity.not-found")
    }

    /// Without a key the admin has no second factor, so tokens end as with an operator's reset.
    @Test func deletingTheLastKeyResetsTheProvider() async throws {
        let key = SoftwareKey("one")
        let bench = try await enrolled(key)
        defer { bench.remove() }
        let answer = try await key.sign(challenge(bench), counter: 1)
        let token = try await bench.factors.keys.signIn(bench.credentials, credential: answer, bench.context())
        #expect(try await bench.factors.keys.delete(keyID: 1, adminID: 1, bench.context()))
        #expect(try await bench.test.core.tokens.caller(bearing: token) == nil)
        #expect(try await bench.test.outcome(.admin, "ops") == "tfa.configuration-required")
    }

    @Test func registrationNeedsADomain() async throws {
        let bench = try await FactorBench("u2fkey")
        defer { bench.remove() }
        let token = try await bench.token()
        bench.test.core.baseURL.set("")
        #expect(try await bench.outcome { _ = try await bench.factors.keys.configure(token, bench.context()) } == "tfa.domain-unknown")
        try await bench.set("twofactorauth/u2fkey/webapi_challenge_domain", "Shop.test")
        let options = try await bench.factors.keys.configure(token, bench.context())
        #expect(options.contains(#""rp":{"name":"shop.test","id":"shop.test"}"#))
    }
}
