import Foundation
import ServiceModel
import TestSupport
import Testing

@testable import TokenCore

@Suite(.timeLimit(.minutes(5))) struct GoogleFlowTests {
    @Test func passwordAloneIssuesNoToken() async throws {
        let fixture = try await SecondFactorFixture("google")
        defer { fixture.remove() }
        #expect(try await fixture.test.outcome(.admin, "ops") == "tfa.configuration-required")
        try await fixture.setGoogle()
        #expect(try await fixture.test.outcome(.admin, "ops") == "tfa.use-provider-endpoint")
        #expect(try await fixture.test.outcome(.admin, "ops", Secret("wrong")) == "auth.failed")
        #expect(try await fixture.liveTokens() == 0)
    }

    @Test func customersNeedNoSecondFactor() async throws {
        let fixture = try await SecondFactorFixture("google")
        defer { fixture.remove() }
        _ = try await fixture.test.makeCustomer()
        #expect(try await fixture.test.outcome(.customer, "ann@example.test") == "token")
    }

    @Test func enrolmentFromMailToToken() async throws {
        let fixture = try await SecondFactorFixture("google")
        defer { fixture.remove() }
        let token = try await fixture.token()
        #expect(try await fixture.mailed("link").revealed == "https://gateway.example/console/tfat/\(token.revealed)")
        let google = fixture.factors.google
        let secret = try await google.configure(token, fixture.context()).secret
        #expect(secret.count == 32)
        #expect(try await google.configure(token, fixture.context()).secret.matches(secret))
        #expect(
            try await fixture.outcome { try await google.activate(token, code: Secret("000000"), fixture.context()) } == "tfa.code-invalid")
        let code = try fixture.code(secret.revealed)
        #expect(try await fixture.outcome { try await google.activate(token, code: code, fixture.context()) } == "ok")
        // The activation has used the step.
        #expect(try await fixture.outcome { _ = try await fixture.signInWithGoogle(code) } == "tfa.code-invalid")
        #expect(try await fixture.outcome { _ = try await fixture.signInWithGoogle(fixture.code(secret.revealed, 1)) } == "ok")
        #expect(try await fixture.outcome { _ = try await google.configure(token, fixture.context()) } == "tfa.token-invalid")
        #expect(
            try await fixture.trail().map { $0.split(separator: " ").prefix(2).joined(separator: " ") } == [
                "signin failure", "factor.activate failure", "factor.activate success", "signin failure", "signin success",
            ])
    }

    @Test func firstActivationEndsEveryConfigurationTokenOfTheAdmin() async throws {
        let fixture = try await SecondFactorFixture("google,u2fkey")
        defer { fixture.remove() }
        let (google, keys) = (fixture.factors.google, fixture.factors.keys)
        let earlier = try await fixture.token()
        fixture.test.clock.advance(seconds: 5)
        let token = try await fixture.token()
        _ = try await keys.configure(earlier, fixture.context())
        let secret = try await google.configure(token, fixture.context()).secret
        #expect(
            try await fixture.outcome { try await google.activate(token, code: Secret("000000"), fixture.context()) } == "tfa.code-invalid")
        _ = try await keys.configure(token, fixture.context())
        try await google.activate(token, code: fixture.code(secret.revealed), fixture.context())
        for ended in [earlier, token] {
            #expect(try await fixture.outcome { _ = try await keys.configure(ended, fixture.context()) } == "tfa.token-invalid")
            #expect(try await fixture.outcome { _ = try await fixture.factors.directory.forced(with: ended) } == "tfa.list-token-invalid")
        }
        try await fixture.test.core.administration(as: .localOperator).resetSecondFactor("google", of: "ops")
        let next = try await fixture.token()
        #expect(
            try await fixture.outcome { _ = try await keys.configure(next, fixture.context()) } == "ok", "the next link is good at once")
    }

    /// The node that issued the token may have a clock ahead of the one that verifies it.
    @Test func activationEndsATokenIssuedByAClockAhead() async throws {
        let fixture = try await SecondFactorFixture("google")
        defer { fixture.remove() }
        let google = fixture.factors.google
        fixture.test.clock.advance(seconds: 30)
        let token = try await fixture.token()
        fixture.test.clock.advance(seconds: -30)
        let secret = try await google.configure(token, fixture.context()).secret
        try await google.activate(token, code: fixture.code(secret.revealed), fixture.context())
        #expect(try await fixture.outcome { _ = try await google.configure(token, fixture.context()) } == "tfa.token-invalid")
    }

    @Test func factorSetByCommandCannotBeConfiguredAgain() async throws {
        let fixture = try await SecondFactorFixture("google")
        defer { fixture.remove() }
        let token = try await fixture.token()
        try await fixture.setGoogle()
        let google = fixture.factors.google
        #expect(try await fixture.outcome { _ = try await google.configure(token, fixture.context()) } == "tfa.provider-already-configured")
    }

    @Test func activationWithoutConfigurationStoresTheSecret() async throws {
        let fixture = try await SecondFactorFixture("google")
        defer { fixture.remove() }
        let token = try await fixture.token()
        let google = fixture.factors.google
        #expect(try await fixture.outcome { try await google.activate(token, code: Secret(""), fixture.context()) } == "tfa.code-invalid")
        #expect(try await fixture.test.database.read { try $0.secondFactors(ofAdmin: 1).count } == 1)
    }

    @Test func eachStepIsAcceptedOnce() async throws {
        let fixture = try await SecondFactorFixture("google")
        defer { fixture.remove() }
        try await fixture.setGoogle()
        let code = try fixture.code()
        let token = try await fixture.signInWithGoogle(code)
        #expect(try await fixture.test.core.tokens.caller(bearing: token) == .admin(id: 1, permissions: .everything))
        for (offset, outcome) in [(0, "tfa.code-invalid"), (-1, "tfa.code-invalid"), (2, "tfa.code-invalid"), (1, "ok")] {
            let code = try fixture.code(offset: Int64(offset))
            #expect(try await fixture.outcome { _ = try await fixture.signInWithGoogle(code) } == outcome, "\(offset)")
        }
    }

    @Test(arguments: [("0", 0), ("1", 1), ("2", 2)])
    func windowFollowsTheSetting(_ value: String, _ steps: Int64) async throws {
        let fixture = try await SecondFactorFixture("google")
        defer { fixture.remove() }
        try await fixture.setGoogle()
        try await fixture.set("twofactorauth/google/otp_window", value)
        let beyond = try fixture.code(offset: steps + 1)
        #expect(try await fixture.outcome { _ = try await fixture.signInWithGoogle(beyond) } == "tfa.code-invalid")
        let last = try fixture.code(offset: steps)
        #expect(try await fixture.outcome { _ = try await fixture.signInWithGoogle(last) } == "ok")
    }

    /// A thousand times.
    @Test func ofTwoConcurrentSignInsWithOneCodeOneSucceeds() async throws {
        let fixture = try await SecondFactorFixture("google")
        defer { fixture.remove() }
        try await fixture.setGoogle()
        try await fixture.set("security/address/max_failures", "0")
        for _ in 0..<1000 {
            fixture.test.clock.advance(seconds: 30)
            let code = try fixture.code()
            async let one = fixture.outcome { _ = try await fixture.signInWithGoogle(code) }
            async let other = fixture.outcome { _ = try await fixture.signInWithGoogle(code) }
            let outcomes = try await [one, other].sorted()
            try #require(outcomes == ["ok", "tfa.code-invalid"])
            // The refused sign-in may be the later one, which then counts in the throttle.
            try await fixture.test.core.administration(as: .localOperator).unlock(.admin, "ops")
        }
        try await fixture.set("oauth/access_token_lifetime/admin", "")
        #expect(try await fixture.issuedTokens() == 1000)
    }

    @Test func newSecretEndsTheTokensOfTheOldOne() async throws {
        let fixture = try await SecondFactorFixture("google")
        defer { fixture.remove() }
        try await fixture.setGoogle()
        let token = try await fixture.signInWithGoogle(fixture.code())
        try await fixture.setGoogle("KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU")
        #expect(try await fixture.test.core.tokens.caller(bearing: token) == nil)
        #expect(
            try await fixture.outcome { _ = try await fixture.signInWithGoogle(fixture.code("KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU")) } == "ok")
    }

    @Test func secretIsSealedInTheDatabase() async throws {
        let fixture = try await SecondFactorFixture("google")
        defer { fixture.remove() }
        try await fixture.setGoogle()
        let record = try #require(try await fixture.test.database.read { try $0.secondFactor(ofAdmin: 1, "google") })
        #expect(!record.state.contains("GEZDGNBV"))
        #expect(try await fixture.test.core.administration(as: .localOperator).resealSecrets() >= 1)
        #expect(try await fixture.outcome { _ = try await fixture.signInWithGoogle(fixture.code()) } == "ok")
    }

    @Test func keyURIHasIssuerAccountAndSecret() throws {
        let test = try TestCore()
        defer { test.remove() }
        test.core.baseURL.set("https://shop.test:8443/base")
        let admin = AdminAccount(username: "ops", email: "ops@shop.test", passwordHash: "", roleID: 1, createdAt: test.clock.now())
        #expect(
            test.core.secondFactors.google.uri(for: admin, "MFRGGZDF")
                == "otpauth://totp/shop.test%3Aops%40shop.test?issuer=shop.test&secret=MFRGGZDF")
    }
}
