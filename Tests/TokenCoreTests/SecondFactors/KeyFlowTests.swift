import ServiceModel
import TestSupport
import Testing

@testable import TokenCore

struct KeyFlowTests {
    /// A fixture whose admin has registered the key.
    private func enrolled(_ key: SoftwareAuthenticator) async throws -> SecondFactorFixture {
        let fixture = try await SecondFactorFixture("u2fkey")
        let token = try await fixture.token()
        let options = try await fixture.factors.keys.configure(token, fixture.context())
        try await fixture.factors.keys.activate(token, credential: key.register(options), fixture.context())
        return fixture
    }

    private func challenge(_ fixture: SecondFactorFixture) async throws -> String {
        try await fixture.factors.keys.challenge(fixture.credentials, fixture.context())
    }

    private func signIn(_ fixture: SecondFactorFixture, _ response: Secret) async throws -> String {
        try await fixture.outcome {
            _ = try await fixture.factors.keys.signIn(fixture.credentials, credential: response, fixture.context())
        }
    }

    @Test func challengeIsValidForOneSignIn() async throws {
        let key = SoftwareAuthenticator("one")
        let fixture = try await enrolled(key)
        defer { fixture.remove() }
        let options = try await challenge(fixture)
        #expect(try SoftwareAuthenticator.ids("allowCredentials", in: options) == [key.id])
        let response = try key.sign(options, counter: 1)
        #expect(try await signIn(fixture, response) == "ok")
        #expect(try await signIn(fixture, response) == "tfa.challenge-missing")
    }

    @Test func challengeExpiresAndIsReplacedByANewOne() async throws {
        let key = SoftwareAuthenticator("one")
        let fixture = try await enrolled(key)
        defer { fixture.remove() }
        let first = try await challenge(fixture)
        let second = try await challenge(fixture)
        #expect(try await signIn(fixture, key.sign(first, counter: 1)) == "tfa.key-invalid")
        // A refused response does not end the challenge.
        #expect(try await signIn(fixture, key.sign(second, counter: 1)) == "ok")
        let late = try await challenge(fixture)
        fixture.test.clock.advance(seconds: 300)
        #expect(try await signIn(fixture, key.sign(late, counter: 2)) == "tfa.challenge-missing")
    }

    @Test(arguments: [(0, 0, true), (0, 1, true), (5, 5, false), (5, 4, false), (5, 0, false), (5, 6, true), (5, 4_294_967_295, true)])
    func counterMustIncrease(_ stored: UInt32, _ sent: UInt32, _ isGood: Bool) async throws {
        let key = SoftwareAuthenticator("one")
        let fixture = try await enrolled(key)
        defer { fixture.remove() }
        if stored > 0 { #expect(try await signIn(fixture, key.sign(challenge(fixture), counter: stored)) == "ok") }
        #expect(try await signIn(fixture, key.sign(challenge(fixture), counter: sent)) == (isGood ? "ok" : "tfa.key-invalid"))
        let kept = try await fixture.test.database.read { try $0.securityKeys(ofAdmin: 1) }.first
        #expect(kept?.counter == Int64(isGood ? sent : stored))
    }

    @Test func wrongResponsesCountInTheThrottle() async throws {
        let key = SoftwareAuthenticator("one")
        let fixture = try await enrolled(key)
        defer { fixture.remove() }
        let options = try await challenge(fixture)
        for response in ["", "{}", "[]", try SoftwareAuthenticator("two").sign(options, counter: 1).revealed] {
            #expect(try await signIn(fixture, Secret(response)) == "tfa.key-invalid")
        }
        #expect(try await fixture.test.database.read { try $0.throttleEntry(.admin, key: "ops") }?.failures == 4)
    }

    @Test func registrationNeedsItsChallenge() async throws {
        let key = SoftwareAuthenticator("one")
        let fixture = try await SecondFactorFixture("u2fkey")
        defer { fixture.remove() }
        let token = try await fixture.token()
        let keys = fixture.factors.keys
        let outcome = { (response: Secret) in
            try await fixture.outcome { try await keys.activate(token, credential: response, fixture.context()) }
        }
        #expect(try await outcome(Secret("{}")) == "tfa.key-not-started")
        let options = try await keys.configure(token, fixture.context())
        #expect(try await outcome(Secret("{}")) == "tfa.key-data-invalid")
        #expect(try await outcome(SoftwareAuthenticator("one", domain: "evil.example").register(options)) == "tfa.key-invalid")
        fixture.test.clock.advance(seconds: 300)
        #expect(try await outcome(key.register(options)) == "tfa.key-not-started")
        #expect(try await outcome(key.register(keys.configure(token, fixture.context()))) == "ok")
    }

    @Test func anAdminHasAtMostEightKeys() async throws {
        let fixture = try await enrolled(SoftwareAuthenticator("0"))
        defer { fixture.remove() }
        let keys = fixture.factors.keys
        let context = try await fixture.context()
        for number in 1..<8 {
            let options = try await keys.configureFurther(adminID: 1, context)
            #expect(try SoftwareAuthenticator.ids("excludeCredentials", in: options).count == number)
            try await keys.registerFurther(adminID: 1, credential: SoftwareAuthenticator("\(number)").register(options), context)
        }
        #expect(try await fixture.outcome { _ = try await keys.configureFurther(adminID: 1, context) } == "tfa.provider-already-configured")
        let listed = try await keys.keys(adminID: 1, context)
        #expect(listed.map(\.id) == Array(1...8))
        #expect(try await keys.delete(keyID: 3, adminID: 1, context))
        #expect(try await fixture.outcome { _ = try await keys.delete(keyID: 3, adminID: 1, context) } == "entity.not-found")
        #expect(try await keys.keys(adminID: 1, context).count == 7)
    }

    @Test func keyOfAnotherAdminIsRefused() async throws {
        let key = SoftwareAuthenticator("one")
        let fixture = try await enrolled(key)
        defer { fixture.remove() }
        try await fixture.test.makeAdmin("other")
        let context = try await fixture.context()
        let options = try await fixture.factors.keys.configureFurther(adminID: 2, context)
        let outcome = try await fixture.outcome {
            try await fixture.factors.keys.registerFurther(adminID: 2, credential: key.register(options), context)
        }
        #expect(outcome == "tfa.key-data-invalid")
        #expect(
            try await fixture.outcome { _ = try await fixture.factors.keys.delete(keyID: 1, adminID: 2, context) } == "entity.not-found")
    }

    /// Without a key the admin has no second factor, so tokens end as with an operator's reset.
    @Test func deletingTheLastKeyResetsTheProvider() async throws {
        let key = SoftwareAuthenticator("one")
        let fixture = try await enrolled(key)
        defer { fixture.remove() }
        let response = try await key.sign(challenge(fixture), counter: 1)
        let token = try await fixture.factors.keys.signIn(fixture.credentials, credential: response, fixture.context())
        #expect(try await fixture.factors.keys.delete(keyID: 1, adminID: 1, fixture.context()))
        #expect(try await fixture.test.core.tokens.caller(bearing: token) == nil)
        #expect(try await fixture.test.outcome(.admin, "ops") == "tfa.configuration-required")
    }

    @Test func registrationNeedsADomain() async throws {
        let fixture = try await SecondFactorFixture("u2fkey")
        defer { fixture.remove() }
        let token = try await fixture.token()
        fixture.test.core.baseURL.set("")
        #expect(
            try await fixture.outcome { _ = try await fixture.factors.keys.configure(token, fixture.context()) } == "tfa.domain-unknown")
        try await fixture.set("twofactorauth/u2fkey/webapi_challenge_domain", "Shop.test")
        let options = try await fixture.factors.keys.configure(token, fixture.context())
        #expect(options.contains(#""rp":{"name":"shop.test","id":"shop.test"}"#))
    }
}
