import ServiceModel
import Testing

@testable import TokenCore

/// Rules that hold for every provider.
struct SecondFactorRulesTests {
    @Test(arguments: [
        ("", "token", []), ("google", "tfa.configuration-required", ["google"]),
        ("u2fkey,google", "tfa.configuration-required", ["u2fkey", "google"]),
    ])
    func forcedListDecidesWhetherAFactorIsRequired(_ forced: String, _ outcome: String, _ providers: [String]) async throws {
        let bench = try await FactorBench(forced)
        defer { bench.remove() }
        #expect(try await bench.test.outcome(.admin, "ops") == outcome)
        #expect(try await bench.factors.directory.forced().map(\.provider.code) == providers)
    }

    @Test func signInIsRefusedWhenNoForcedProviderIsEnabled() async throws {
        let bench = try await FactorBench("duo_security")
        defer { bench.remove() }
        try await bench.set("twofactorauth/duo/secret_key", "")
        #expect(try await bench.test.outcome(.admin, "ops") == "tfa.no-provider-available")
    }

    @Test(arguments: ["google", "nope", "google,nope", "google, u2fkey", ",", "google,"])
    func forcedListAcceptsKnownCodesOnly(_ value: String) async throws {
        let bench = try await FactorBench("")
        defer { bench.remove() }
        let settings = try await bench.test.core.administration(as: .localOperator).snapshot().settings
        #expect(
            (SettingCatalog.standard.problem(setting: "twofactorauth/general/force_providers", to: value, in: settings) == nil)
                == (value == "google"))
    }

    /// The response to a wrong password is the same for every provider, and for unknown names.
    @Test func wrongPasswordRevealsNothingAboutFactors() async throws {
        let bench = try await FactorBench("google")
        defer { bench.remove() }
        try await bench.setGoogle()
        for name in ["ops", "ghost"] {
            let wrong = AdminCredentials(username: name, password: Secret("wrong"))
            let code = try bench.code()
            #expect(
                try await bench.outcome { _ = try await bench.factors.google.signIn(wrong, code: code, bench.context()) } == "auth.failed")
            #expect(try await bench.outcome { _ = try await bench.factors.keys.challenge(wrong, bench.context()) } == "auth.failed")
            #expect(try await bench.outcome { try await bench.factors.authy.send(wrong, via: "sms", bench.context()) } == "auth.failed")
        }
        #expect(bench.transport.requests.isEmpty)
    }

    @Test func roleIsCheckedBeforeProviderBeforeActivation() async throws {
        let bench = try await FactorBench("google")
        defer { bench.remove() }
        let code = Secret("123456")
        #expect(try await bench.outcome { _ = try await bench.signInWithGoogle(code) } == "tfa.provider-not-configured")
        #expect(
            try await bench.outcome { _ = try await bench.factors.duo.signIn(bench.credentials, passcode: code, bench.context()) }
                == "tfa.provider-not-allowed")
        try await bench.test.core.administration(as: .localOperator).assignRole(nil, to: "ops")
        #expect(try await bench.outcome { _ = try await bench.signInWithGoogle(code) } == "auth.no-role")
        #expect(
            try await bench.outcome { _ = try await bench.factors.duo.signIn(bench.credentials, passcode: code, bench.context()) }
                == "auth.no-role")
        #expect(bench.transport.requests.isEmpty)
    }

    @Test func wrongProofsAndWrongPasswordsCountTogether() async throws {
        let bench = try await FactorBench("google")
        defer { bench.remove() }
        try await bench.setGoogle()
        for _ in 0..<3 { #expect(try await bench.test.outcome(.admin, "ops", Secret("wrong")) == "auth.failed") }
        for _ in 0..<3 { #expect(try await bench.outcome { _ = try await bench.signInWithGoogle(Secret("abcdef")) } == "tfa.code-invalid") }
        #expect(try await bench.outcome { _ = try await bench.signInWithGoogle(bench.code()) } == "auth.failed")
        #expect(try await bench.trail().last == "signin failure tfa.code-invalid; locked")
        bench.test.clock.turn(seconds: 1801)
        #expect(try await bench.outcome { _ = try await bench.signInWithGoogle(bench.code()) } == "ok")
    }

    @Test func rightPasswordAloneDoesNotClearTheThrottle() async throws {
        let bench = try await FactorBench("google")
        defer { bench.remove() }
        try await bench.setGoogle()
        for _ in 0..<5 { #expect(try await bench.outcome { _ = try await bench.signInWithGoogle(Secret("")) } == "tfa.code-invalid") }
        #expect(try await bench.test.outcome(.admin, "ops") == "tfa.use-provider-endpoint")
        #expect(try await bench.outcome { _ = try await bench.signInWithGoogle(Secret("abcdef")) } == "tfa.code-invalid")
        #expect(try await bench.outcome { _ = try await bench.signInWithGoogle(bench.code()) } == "auth.failed")
    }

    @Test func wrongProofsOfAnEnrolmentCountAndLock() async throws {
        let bench = try await FactorBench("google")
        defer { bench.remove() }
        let token = try await bench.token()
        let google = bench.factors.google
        let secret = try await google.configure(token, bench.context()).secret
        for _ in 0..<6 {
            #expect(try await bench.outcome { try await google.activate(token, code: Secret("1"), bench.context()) } == "tfa.code-invalid")
        }
        let code = try bench.code(secret.revealed)
        #expect(try await bench.outcome { try await google.activate(token, code: code, bench.context()) } == "auth.failed")
        #expect(try await bench.test.outcome(.admin, "ops") == "auth.failed")
    }

    @Test func atMostTenMailsAreQueuedInAnHour() async throws {
        let bench = try await FactorBench("google")
        defer { bench.remove() }
        for _ in 0..<12 { #expect(try await bench.test.outcome(.admin, "ops") == "tfa.configuration-required") }
        #expect(try await bench.queuedMails() == 10)
        bench.test.clock.turn(seconds: 3601)
        #expect(try await bench.test.outcome(.admin, "ops") == "tfa.configuration-required")
        #expect(try await bench.queuedMails() == 11)
    }

    @Test func everyPlaceholderOfTheEnrolmentURLIsReplaced() async throws {
        let bench = try await FactorBench("google")
        defer { bench.remove() }
        try await bench.set("twofactorauth/general/webapi_notification_url", "https://shop.test/:tfat?t=:tfat")
        let token = try await bench.token().revealed
        #expect(try await bench.mailed("link").revealed == "https://shop.test/\(token)?t=\(token)")
    }

    @Test(arguments: ["reset", "disable"])
    func resetAndDeactivationEndTokensOfBothKinds(_ way: String) async throws {
        let bench = try await FactorBench("google,u2fkey")
        defer { bench.remove() }
        let mailed = try await bench.token()
        try await bench.setGoogle()
        let bearer = try await bench.signInWithGoogle(bench.code())
        let administration = bench.test.core.administration(as: .localOperator)
        if way == "reset" {
            try await administration.resetSecondFactor("google", of: "ops")
        } else {
            try await administration.setAdmin("ops", active: false)
            try await administration.setAdmin("ops", active: true)
        }
        #expect(try await bench.test.core.tokens.caller(bearing: bearer) == nil)
        #expect(try await bench.outcome { _ = try await bench.factors.keys.configure(mailed, bench.context()) } == "tfa.token-invalid")
        #expect(try await bench.outcome { _ = try await bench.factors.directory.forced(with: mailed) } == "tfa.list-token-invalid")
        guard way == "reset" else { return }
        // A token issued in the second of the reset is valid.
        let next = try await bench.token()
        #expect(try await bench.outcome { _ = try await bench.factors.google.configure(next, bench.context()) } == "ok")
    }

    @Test func listsFollowSettingsAndActivations() async throws {
        let bench = try await FactorBench("google,u2fkey")
        defer { bench.remove() }
        let mailed = try await bench.token()
        let directory = bench.factors.directory
        #expect(try await directory.installed().map(\.provider.code) == ["google", "duo_security", "authy", "u2fkey"])
        try await bench.setGoogle()
        #expect(try await directory.toActivate(adminID: 1).map(\.provider.code) == ["u2fkey"])
        #expect(try await directory.toActivate(adminID: 999).map(\.provider.code) == ["google", "u2fkey"])
        #expect(try await directory.toActivate(with: mailed).map(\.provider.code) == ["u2fkey"])
        #expect(try await directory.forced(with: mailed).map(\.provider.code) == ["google", "u2fkey"])
    }

    @Test func preferencesAreStoredAndDoNotAffectRequirements() async throws {
        let bench = try await FactorBench("google,u2fkey")
        defer { bench.remove() }
        let directory = bench.factors.directory
        let context = try await bench.context()
        #expect(try await directory.defaultProvider(adminID: 1).isEmpty)
        #expect(try await directory.setDefaultProvider("u2fkey", adminID: 1, context))
        #expect(try await directory.setProviders("google,u2fkey", adminID: 1, context))
        #expect(try await directory.defaultProvider(adminID: 1) == "u2fkey")
        #expect(try await bench.test.outcome(.admin, "ops") == "tfa.configuration-required")
        for code in ["duo_security", "nope", ""] {
            #expect(
                try await bench.outcome { _ = try await directory.setDefaultProvider(code, adminID: 1, context) } == "tfa.provider-unknown")
        }
        #expect(
            try await bench.outcome { _ = try await directory.setProviders("google,nope", adminID: 1, context) } == "tfa.provider-unknown")
        #expect(try await bench.outcome { _ = try await directory.setDefaultProvider("google", adminID: 9, context) } == "entity.not-found")
        #expect(try await bench.outcome { _ = try await directory.defaultProvider(adminID: 9) } == "entity.not-found")
    }

    @Test func secretSettingsAreSealedAndNotShown() async throws {
        let bench = try await FactorBench("google")
        defer { bench.remove() }
        let stored = try await bench.test.database.read { try $0.settings() }
        #expect(stored["twofactorauth/duo/secret_key"]?.contains("tgwDuo") == false)
        let settings = try await bench.test.core.administration(as: .localOperator).snapshot().settings
        #expect(SettingCatalog.standard.shown("twofactorauth/duo/secret_key", in: settings) == "********")
        #expect(SettingCatalog.standard.shown("twofactorauth/duo/integration_key", in: settings) == "DITOKENGATEWAYTEST01")
        #expect(try bench.test.core.secrets.open(DuoFactor.secretKey, in: settings).revealed.hasPrefix("tgwDuo"))
        _ = try await bench.test.core.administration(as: .localOperator).resealSecrets()
        let again = try await bench.test.core.administration(as: .localOperator).snapshot().settings
        #expect(try bench.test.core.secrets.open(DuoFactor.secretKey, in: again).revealed.hasPrefix("tgwDuo"))
    }
}
