import Foundation
import ServiceModel
import Testing

@testable import TokenCore

struct GoogleFlowTests {
    @Test func passwordAloneIssuesNoToken() async throws {
        let bench = try await FactorBench("google")
        defer { bench.remove() }
        #expect(try await bench.test.outcome(.admin, "ops") == "tfa.configuration-required")
        try await bench.setGoogle()
        #expect(try await bench.test.outcome(.admin, "ops") == "tfa.use-provider-endpoint")
        #expect(try await bench.test.outcome(.admin, "ops", Secret("wrong")) == "auth.failed")
        #expect(try await bench.liveTokens() == 0)
    }

    @Test func customersNeedNoSecondFactor() async throws {
        let bench = try await FactorBench("google")
        defer { bench.remove() }
        _ = try await bench.test.makeCustomer()
        #expect(try await bench.test.outcome(.customer, "ann@example.test") == "token")
    }

    @Test func enrolmentFromMailToToken() async throws {
        let bench = try await FactorBench("google")
        defer { bench.remove() }
        let token = try await bench.token()
        #expect(try await bench.mailed("link").revealed == "https://gateway.example/console/tfat/\(token.revealed)")
        let google = bench.factors.google
        let secret = try await google.configure(token, bench.context()).secret
        #expect(secret.count == 32)
        #expect(try await google.configure(token, bench.context()).secret.matches(secret))
        #expect(try await bench.outcome { try await google.activate(token, code: Secret("000000"), bench.context()) } == "tfa.code-invalid")
        let code = try bench.code(secret.revealed)
        #expect(try await bench.outcome { try await google.activate(token, code: code, bench.context()) } == "ok")
        // The activation has used the step.
        #expect(try await bench.outcome { _ = try await bench.signInWithGoogle(code) } == "tfa.code-invalid")
        #expect(try await bench.outcome { _ = try await bench.signInWithGoogle(bench.code(secret.revealed, 1)) } == "ok")
        #expect(try await bench.outcome { _ = try await google.configure(token, bench.context()) } == "tfa.token-invalid")
        #expect(
            try await bench.trail().map { $0.split(separator: " ").prefix(2).joined(separator: " ") } == [
                "signin failure", "factor.activate failure", "factor.activate success", "signin failure", "signin success",
            ])
    }

    @Test func firstActivationEndsEveryConfigurationTokenOfTheAdmin() async throws {
        let bench = try await FactorBench("google,u2fkey")
        defer { bench.remove() }
        let (google, keys) = (bench.factors.google, bench.factors.keys)
        let earlier = try await bench.token()
        bench.test.clock.turn(seconds: 5)
        let token = try await bench.token()
        _ = try await keys.configure(earlier, bench.context())
        let secret = try await google.configure(token, bench.context()).secret
        #expect(try await bench.outcome { try await google.activate(token, code: Secret("000000"), bench.context()) } == "tfa.code-invalid")
        _ = try await keys.configure(token, bench.context())
        try await google.activate(token, code: bench.code(secret.revealed), bench.context())
        for ended in [earlier, token] {
            #expect(try await bench.outcome { _ = try await keys.configure(ended, bench.context()) } == "tfa.token-invalid")
            #expect(try await bench.outcome { _ = try await bench.factors.directory.forced(with: ended) } == "tfa.list-token-invalid")
        }
        try await bench.test.core.administration(as: .localOperator).resetSecondFactor("google", of: "ops")
        let next = try await bench.token()
        #expect(try await bench.outcome { _ = try await keys.configure(next, bench.context()) } == "ok", "the next link is good at once")
    }

    /// The node that issued the token may have a clock ahead of the one that verifies it.
    @Test func activationEndsATokenIssuedByAClockAhead() async throws {
        let bench = try await FactorBench("google")
        defer { bench.remove() }
        let google = bench.factors.google
        bench.test.clock.turn(seconds: 30)
        let token = try await bench.token()
        bench.test.clock.turn(seconds: -30)
        let secret = try await google.configure(token, bench.context()).secret
        try await google.activate(token, code: bench.code(secret.revealed), bench.context())
        #expect(try await bench.outcome { _ = try await google.configure(token, bench.context()) } == "tfa.token-invalid")
    }

    @Test func factorSetByCommandCannotBeConfiguredAgain() async throws {
        let bench = try await FactorBench("google")
        defer { bench.remove() }
        let token = try await bench.token()
        try await bench.setGoogle()
        let google = bench.factors.google
        #expect(try await bench.outcome { _ = try await google.configure(token, bench.context()) } == "tfa.provider-already-configured")
    }

    @Test func activationWithoutConfigurationStoresTheSecret() async throws {
        let bench = try await FactorBench("google")
        defer { bench.remove() }
        let token = try await bench.token()
        let google = bench.factors.google
        #expect(try await bench.outcome { try await google.activate(token, code: Secret(""), bench.context()) } == "tfa.code-invalid")
        #expect(try await bench.test.database.read { try $0.secondFactors(ofAdmin: 1).count } == 1)
    }

    @Test func eachStepIsAcceptedOnce() async throws {
        let bench = try await FactorBench("google")
        defer { bench.remove() }
        try await bench.setGoogle()
        let code = try bench.code()
        let token = try await bench.signInWithGoogle(code)
        #expect(try await bench.test.core.tokens.caller(bearing: token) == .admin(id: 1, permissions: .everything))
        for (offset, outcome) in [(0, "tfa.code-invalid"), (-1, "tfa.code-invalid"), (2, "tfa.code-invalid"), (1, "ok")] {
            let code = try bench.code(offset: Int64(offset))
            #expect(try await bench.outcome { _ = try await bench.signInWithGoogle(code) } == outcome, "\(offset)")
        }
    }

    @Test(arguments: [("0", 0), ("1", 1), ("2", 2)])
    func windowFollowsTheSetting(_ value: String, _ steps: Int64) async throws {
        let bench = try await FactorBench("google")
        defer { bench.remove() }
        try await bench.setGoogle()
        try await bench.set("twofactorauth/google/otp_window", value)
        let beyond = try bench.code(offset: steps + 1)
        #expect(try await bench.outcome { _ = try await bench.signInWithGoogle(beyond) } == "tfa.code-invalid")
        let last = try bench.code(offset: steps)
        #expect(try await bench.outcome { _ = try await bench.signInWithGoogle(last) } == "ok")
    }

    /// A thousand times.
    @Test func ofTwoConcurrentSignInsWithOneCodeOneSucceeds() async throws {
        let bench = try await FactorBench("google")
        defer { bench.remove() }
        try await bench.setGoogle()
        try await bench.set("security/address/max_failures", "0")
        for _ in 0..<1000 {
            bench.test.clock.turn(seconds: 30)
            let code = try bench.code()
            async let one = bench.outcome { _ = try await bench.signInWithGoogle(code) }
            async let other = bench.outcome { _ = try await bench.signInWithGoogle(code) }
            let outcomes = try await [one, other].sorted()
            try #require(outcomes == ["ok", "tfa.code-invalid"])
            // The refused sign-in may be the later one, which then counts in the throttle.
            try await bench.test.core.administration(as: .localOperator).unlock(.admin, "ops")
        }
        try await bench.set("oauth/access_token_lifetime/admin", "")
        #expect(try await bench.issuedTokens() == 1000)
    }

    @Test func newSecretEndsTheTokensOfTheOldOne() async throws {
        let bench = try await FactorBench("google")
        defer { bench.remove() }
        try await bench.setGoogle()
        let token = try await bench.signInWithGoogle(bench.code())
        try await bench.setGoogle("KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU")
        #expect(try await bench.test.core.tokens.caller(bearing: token) == nil)
        #expect(try await bench.outcome { _ = try await bench.signInWithGoogle(bench.code("KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU")) } == "ok")
    }

    @Test func secretIsSealedInTheDatabase() async throws {
        let bench = try await FactorBench("google")
        defer { bench.remove() }
        try await bench.setGoogle()
        let record = try #require(try await bench.test.database.read { try $0.secondFactor(ofAdmin: 1, "google") })
        #expect(!record.state.contains("GEZDGNBV"))
        #expect(try await bench.test.core.administration(as: .localOperator).resealSecrets() >= 1)
        #expect(try await bench.outcome { _ = try await bench.signInWithGoogle(bench.code()) } == "ok")
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
