import ServiceModel
import TestSupport
import Testing

@testable import TokenCore

/// Rules that hold for every provider.
struct SecondFactorRulesTests {
    @Test(arguments: [
        ("", "token", []), ("google", "tfa.configuration-required", ["google"]),
        ("u2fkey,google", "tfa.configuration-required", ["u2fkey", "google"]),
    ])
    func forcedListDecidesWhetherAFactorIsRequired(_ forced: String, _ outcome: String, _ providers: [String]) async throws {
        let fixture = try await SecondFactorFixture(forced)
        defer { fixture.remove() }
        #expect(try await fixture.test.outcome(.admin, "ops") == outcome)
        #expect(try await fixture.factors.directory.forced().map(\.provider.code) == providers)
    }

    @Test func signInIsRefusedWhenNoForcedProviderIsEnabled() async throws {
        let fixture = try await SecondFactorFixture("duo_security")
        defer { fixture.remove() }
        try await fixture.set("twofactorauth/duo/secret_key", "")
        #expect(try await fixture.test.outcome(.admin, "ops") == "tfa.no-provider-available")
    }

    @Test(arguments: ["google", "nope", "google,nope", "google, u2fkey", ",", "google,"])
    func forcedListAcceptsKnownCodesOnly(_ value: String) async throws {
        let fixture = try await SecondFactorFixture("")
        defer { fixture.remove() }
        let settings = try await fixture.test.core.administration(as: .localOperator).snapshot().settings
        #expect(
            (SettingCatalog.standard.problem(setting: "twofactorauth/general/force_providers", to: value, in: settings) == nil)
                == (value == "google"))
    }

    /// The response to a wrong password is the same for every provider, and for unknown names.
    @Test func wrongPasswordRevealsNothingAboutFactors() async throws {
        let fixture = try await SecondFactorFixture("google")
        defer { fixture.remove() }
        try await fixture.setGoogle()
        for name in ["ops", "ghost"] {
            let wrong = AdminCredentials(username: name, password: Secret("wrong"))
            let code = try fixture.code()
            #expect(
                try await fixture.outcome { _ = try await fixture.factors.google.signIn(wrong, code: code, fixture.context()) }
                    == "auth.failed")
            #expect(try await fixture.outcome { _ = try await fixture.factors.keys.challenge(wrong, fixture.context()) } == "auth.failed")
            #expect(
                try await fixture.outcome { try await fixture.factors.authy.send(wrong, via: "sms", fixture.context()) } == "auth.failed")
        }
        #expect(fixture.transport.requests.isEmpty)
    }

    @Test func roleIsCheckedBeforeProviderBeforeActivation() async throws {
        let fixture = try await SecondFactorFixture("google")
        defer { fixture.remove() }
        let code = Secret("123456")
        #expect(try await fixture.outcome { _ = try await fixture.signInWithGoogle(code) } == "tfa.provider-not-configured")
        #expect(
            try await fixture.outcome { _ = try await fixture.factors.duo.signIn(fixture.credentials, passcode: code, fixture.context()) }
                == "tfa.provider-not-allowed")
        try await fixture.test.core.administration(as: .localOperator).assignRole(nil, to: "ops")
        #expect(try await fixture.outcome { _ = try await fixture.signInWithGoogle(code) } == "auth.no-role")
        #expect(
            try await fixture.outcome { _ = try await fixture.factors.duo.signIn(fixture.credentials, passcode: code, fixture.context()) }
                == "auth.no-role")
        #expect(fixture.transport.requests.isEmpty)
    }

    @Test func wrongProofsAndWrongPasswordsCountTogether() async throws {
        let fixture = try await SecondFactorFixture("google")
        defer { fixture.remove() }
        try await fixture.setGoogle()
        for _ in 0..<3 { #expect(try await fixture.test.outcome(.admin, "ops", Secret("wrong")) == "auth.failed") }
        for _ in 0..<3 {
            #expect(try await fixture.outcome { _ = try await fixture.signInWithGoogle(Secret("abcdef")) } == "tfa.code-invalid")
        }
        #expect(try await fixture.outcome { _ = try await fixture.signInWithGoogle(fixture.code()) } == "auth.failed")
        #expect(try await fixture.trail().last == "signin failure tfa.code-invalid; locked")
        fixture.test.clock.advance(seconds: 1801)
        #expect(try await fixture.outcome { _ = try await fixture.signInWithGoogle(fixture.code()) } == "ok")
    }

    @Test func rightPasswordAloneDoesNotClearTheThrottle() async throws {
        let fixture = try await SecondFactorFixture("google")
        defer { fixture.remove() }
        try await fixture.setGoogle()
        for _ in 0..<5 { #expect(try await fixture.outcome { _ = try await fixture.signInWithGoogle(Secret("")) } == "tfa.code-invalid") }
        #expect(try await fixture.test.outcome(.admin, "ops") == "tfa.use-provider-endpoint")
        #expect(try await fixture.outcome { _ = try await fixture.signInWithGoogle(Secret("abcdef")) } == "tfa.code-invalid")
        #expect(try await fixture.outcome { _ = try await fixture.signInWithGoogle(fixture.code()) } == "auth.failed")
    }

    @Test func wrongProofsOfAnEnrolmentCountAndLock() async throws {
        let fixture = try await SecondFactorFixture("google")
        defer { fixture.remove() }
        let token = try await fixture.token()
        let google = fixture.factors.google
        let secret = try await google.configure(token, fixture.context()).secret
        for _ in 0..<6 {
            #expect(
                try await fixture.outcome { try await google.activate(token, code: Secret("1"), fixture.context()) } == "tfa.code-invalid")
        }
        let code = try fixture.code(secret.revealed)
        #expect(try await fixture.outcome { try await google.activate(token, code: code, fixture.context()) } == "auth.failed")
        #expect(try await fixture.test.outcome(.admin, "ops") == "auth.failed")
    }

    @Test func atMostTenMailsAreQueuedInAnHour() async throws {
        let fixture = try await SecondFactorFixture("google")
        defer { fixture.remove() }
        for _ in 0..<12 { #expect(try await fixture.test.outcome(.admin, "ops") == "tfa.configuration-required") }
        #expect(try await fixture.queuedMails() == 10)
        fixture.test.clock.advance(seconds: 3601)
        #expect(try await fixture.test.outcome(.admin, "ops") == "tfa.configuration-required")
        #expect(try await fixture.queuedMails() == 11)
    }

    @Test func everyPlaceholderOfTheEnrolmentURLIsReplaced() async throws {
        let fixture = try await SecondFactorFixture("google")
        defer { fixture.remove() }
        try await fixture.set("twofactorauth/general/webapi_notification_url", "https://shop.test/:tfat?t=:tfat")
        let token = try await fixture.token().revealed
        #expect(try await fixture.mailed("link").revealed == "https://shop.test/\(token)?t=\(token)")
    }

    @Test(arguments: ["reset", "disable"])
    func resetAndDeactivationEndTokensOfBothKinds(_ way: String) async throws {
        let fixture = try await SecondFactorFixture("google,u2fkey")
        defer { fixture.remove() }
        let mailed = try await fixture.token()
        try await fixture.setGoogle()
        let bearer = try await fixture.signInWithGoogle(fixture.code())
        let administration = fixture.test.core.administration(as: .localOperator)
        if way == "reset" {
            try await administration.resetSecondFactor("google", of: "ops")
        } else {
            try await administration.setAdmin("ops", active: false)
            try await administration.setAdmin("ops", active: true)
        }
        #expect(try await fixture.test.core.tokens.caller(bearing: bearer) == nil)
        #expect(
            try await fixture.outcome { _ = try await fixture.factors.keys.configure(mailed, fixture.context()) } == "tfa.token-invalid")
        #expect(try await fixture.outcome { _ = try await fixture.factors.directory.forced(with: mailed) } == "tfa.list-token-invalid")
        guard way == "reset" else { return }
        // A token issued in the second of the reset is valid.
        let next = try await fixture.token()
        #expect(try await fixture.outcome { _ = try await fixture.factors.google.configure(next, fixture.context()) } == "ok")
    }

    @Test func listsFollowSettingsAndActivations() async throws {
        let fixture = try await SecondFactorFixture("google,u2fkey")
        defer { fixture.remove() }
        let mailed = try await fixture.token()
        let directory = fixture.factors.directory
        #expect(try await directory.installed().map(\.provider.code) == ["google", "duo_security", "authy", "u2fkey"])
        try await fixture.setGoogle()
        #expect(try await directory.toActivate(adminID: 1).map(\.provider.code) == ["u2fkey"])
        #expect(try await directory.toActivate(adminID: 999).map(\.provider.code) == ["google", "u2fkey"])
        #expect(try await directory.toActivate(with: mailed).map(\.provider.code) == ["u2fkey"])
        #expect(try await directory.forced(with: mailed).map(\.provider.code) == ["google", "u2fkey"])
    }

    @Test func preferencesAreStoredAndDoNotAffectRequirements() async throws {
        let fixture = try await SecondFactorFixture("google,u2fkey")
        defer { fixture.remove() }
        let directory = fixture.factors.directory
        let context = try await fixture.context()
        #expect(try await directory.defaultProvider(adminID: 1).isEmpty)
        #expect(try await directory.setDefaultProvider("u2fkey", adminID: 1, context))
        #expect(try await directory.setProviders("google,u2fkey", adminID: 1, context))
        #expect(try await directory.defaultProvider(adminID: 1) == "u2fkey")
        #expect(try await fixture.test.outcome(.admin, "ops") == "tfa.configuration-required")
        for code in ["duo_security", "nope", ""] {
            #expect(
                try await fixture.outcome { _ = try await directory.setDefaultProvider(code, adminID: 1, context) }
                    == "tfa.provider-unknown")
        }
        #expect(
            try await fixture.outcome { _ = try await directory.setProviders("google,nope", adminID: 1, context) } == "tfa.provider-unknown"
        )
        #expect(
            try await fixture.outcome { _ = try await directory.setDefaultProvider("google", adminID: 9, context) } == "entity.not-found")
        #expect(try await fixture.outcome { _ = try await directory.defaultProvider(adminID: 9) } == "entity.not-found")
    }

    @Test func secretSettingsAreSealedAndNotShown() async throws {
        let fixture = try await SecondFactorFixture("google")
        defer { fixture.remove() }
        let stored = try await fixture.test.database.read { try $0.settings() }
        #expect(stored["twofactorauth/duo/secret_key"]?.contains("tgwDuo") == false)
        let settings = try await fixture.test.core.administration(as: .localOperator).snapshot().settings
        #expect(SettingCatalog.standard.shown("twofactorauth/duo/secret_key", in: settings) == "********")
        #expect(SettingCatalog.standard.shown("twofactorauth/duo/integration_key", in: settings) == "DITOKENGATEWAYTEST01")
        #expect(try fixture.test.core.secrets.open(DuoFactor.secretKey, in: settings).revealed.hasPrefix("tgwDuo"))
        _ = try await fixture.test.core.administration(as: .localOperator).resealSecrets()
        let again = try await fixture.test.core.administration(as: .localOperator).snapshot().settings
        #expect(try fixture.test.core.secrets.open(DuoFactor.secretKey, in: again).revealed.hasPrefix("tgwDuo"))
    }
}
