import ServiceModel
import TestSupport
import Testing

@testable import TokenCore

struct RecoveryFlowTests {
    private func signIn(_ fixture: SecondFactorFixture, _ code: Secret) async throws -> String {
        try await fixture.outcome { _ = try await fixture.factors.recovery.signIn(fixture.credentials, code: code, fixture.context()) }
    }

    @Test func eachCodeIsValidOnce() async throws {
        let fixture = try await SecondFactorFixture("google")
        defer { fixture.remove() }
        #expect(try await signIn(fixture, Secret("2345678923")) == "tfa.provider-not-configured")
        let codes = try await fixture.factors.recovery.generate(adminID: 1, fixture.context())
        #expect(codes.count == 10)
        #expect(Set(codes.map(\.revealed)).count == 10)
        #expect(codes.allSatisfy { code in code.count == 10 && code.revealed.allSatisfy { $0.isASCII && ($0.isNumber || $0.isLowercase) } })
        for code in codes {
            #expect(try await signIn(fixture, code) == "ok")
            #expect(try await signIn(fixture, code) == "tfa.code-invalid")
        }
        #expect(try await signIn(fixture, Secret("")) == "tfa.code-invalid")
    }

    @Test func newCodesReplaceTheOldOnes() async throws {
        let fixture = try await SecondFactorFixture("google")
        defer { fixture.remove() }
        let old = try await fixture.factors.recovery.generate(adminID: 1, fixture.context())
        let new = try await fixture.factors.recovery.generate(adminID: 1, fixture.context())
        #expect(try await signIn(fixture, old[0]) == "tfa.code-invalid")
        #expect(try await signIn(fixture, new[0]) == "ok")
        try await fixture.test.core.administration(as: .localOperator).resetSecondFactor("recovery", of: "ops")
        #expect(try await signIn(fixture, new[1]) == "tfa.provider-not-configured")
    }

    /// Without a factor the codes would be a second password.
    @Test func codesAreDeletedWithTheLastFactor() async throws {
        let fixture = try await SecondFactorFixture("google,u2fkey")
        defer { fixture.remove() }
        try await fixture.setGoogle()
        let duo = SecondFactorRecord(adminID: 1, provider: "duo_security", activatedAt: fixture.test.clock.now(), state: "")
        let begun = SecondFactorRecord(adminID: 1, provider: "u2fkey", state: "")
        try await fixture.test.database.write { session in
            try session.set(duo)
            try session.set(begun)
        }
        let codes = try await fixture.factors.recovery.generate(adminID: 1, fixture.context())
        let administration = fixture.test.core.administration(as: .localOperator)
        try await administration.resetSecondFactor("google", of: "ops")
        #expect(try await signIn(fixture, codes[0]) == "ok", "another factor is left")
        try await administration.resetSecondFactor("duo_security", of: "ops")
        #expect(try await signIn(fixture, codes[1]) == "tfa.provider-not-configured", "one that was only begun is none")
        try await fixture.setGoogle()
        #expect(try await signIn(fixture, codes[2]) == "tfa.provider-not-configured", "they do not come back")
    }

    @Test func codesAreNotAllowedWhileNothingIsForced() async throws {
        let fixture = try await SecondFactorFixture("google")
        defer { fixture.remove() }
        let codes = try await fixture.factors.recovery.generate(adminID: 1, fixture.context())
        try await fixture.set("twofactorauth/general/force_providers", "")
        #expect(try await signIn(fixture, codes[0]) == "tfa.provider-not-allowed")
    }

    @Test func codesAreStoredAsDigestsOnly() async throws {
        let fixture = try await SecondFactorFixture("google")
        defer { fixture.remove() }
        let codes = try await fixture.factors.recovery.generate(adminID: 1, fixture.context())
        let record = try #require(try await fixture.test.database.read { try $0.secondFactor(ofAdmin: 1, "recovery") })
        let state = try fixture.test.core.secrets.open(record.state, for: record.purpose)
        #expect(codes.allSatisfy { !state.revealed.contains($0.revealed) })
    }
}
