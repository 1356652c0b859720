import ServiceModel
import Testing

@testable import TokenCore

struct RecoveryFlowTests {
    private func signIn(_ bench: FactorBench, _ code: Secret) async throws -> String {
        try await bench.outcome { _ = try await bench.factors.recovery.signIn(bench.credentials, code: code, bench.context()) }
    }

    @Test func eachCodeIsValidOnce() async throws {
        let bench = try await FactorBench("google")
        defer { bench.remove() }
        #expect(try await signIn(bench, Secret("2345678923")) == "tfa.provider-not-configured")
        let codes = try await bench.factors.recovery.generate(adminID: 1, bench.context())
        #expect(codes.count == 10)
        #expect(Set(codes.map(\.revealed)).count == 10)
        #expect(codes.allSatisfy { code in code.count == 10 && code.revealed.allSatisfy { $0.isASCII && ($0.isNumber || $0.isLowercase) } })
        for code in codes {
            #expect(try await signIn(bench, code) == "ok")
            #expect(try await signIn(bench, code) == "tfa.code-invalid")
        }
        #expect(try await signIn(bench, Secret("")) == "tfa.code-invalid")
    }

    @Test func newCodesReplaceTheOldOnes() async throws {
        let bench = try await FactorBench("google")
        defer { bench.remove() }
        let old = try await bench.factors.recovery.generate(adminID: 1, bench.context())
        let new = try await bench.factors.recovery.generate(adminID: 1, bench.context())
        #expect(try await signIn(bench, old[0]) == "tfa.code-invalid")
        #expect(try await signIn(bench, new[0]) == "ok")
        try await bench.test.core.administration(as: .localOperator).resetSecondFactor("recovery", of: "ops")
        #expect(try await signIn(bench, new[1]) == "tfa.provider-not-configured")
    }

    /// Without a factor the codes would be a second password.
    @Test func codesAreDeletedWithTheLastFactor() async throws {
        let bench = try await FactorBench("google,u2fkey")
        defer { bench.remove() }
        try await bench.setGoogle()
        let duo = SecondFactorRecord(adminID: 1, provider: "duo_security", activatedAt: bench.test.clock.now(), state: "")
        let begun = SecondFactorRecord(adminID: 1, provider: "u2fkey", state: "")
        try await bench.test.database.write { session in
            try session.set(duo)
            try session.set(begun)
        }
        let codes = try await bench.factors.recovery.generate(adminID: 1, bench.context())
        let administration = bench.test.core.administration(as: .localOperator)
        try await administration.resetSecondFactor("google", of: "ops")
        #expect(try await signIn(bench, codes[0]) == "ok", "another factor is left")
        try await administration.resetSecondFactor("duo_security", of: "ops")
        #expect(try await signIn(bench, codes[1]) == "tfa.provider-not-configured", "one that was only begun is none")
        try await bench.setGoogle()
        #expect(try await signIn(bench, codes[2]) == "tfa.provider-not-configured", "they do not come back")
    }

    @Test func codesAreNotAllowedWhileNothingIsForced() async throws {
        let bench = try await FactorBench("google")
        defer { bench.remove() }
        let codes = try await bench.factors.recovery.generate(adminID: 1, bench.context())
        try await bench.set("twofactorauth/general/force_providers", "")
        #expect(try await signIn(bench, codes[0]) == "tfa.provider-not-allowed")
    }

    @Test func codesAreStoredAsDigestsOnly() async throws {
        let bench = try await FactorBench("google")
        defer { bench.remove() }
        let codes = try await bench.factors.recovery.generate(adminID: 1, bench.context())
        let record = try #require(try await bench.test.database.read { try $0.secondFactor(ofAdmin: 1, "recovery") })
        let state = try bench.test.core.secrets.open(record.state, for: record.purpose)
        #expect(codes.allSatisfy { !state.revealed.contains($0.revealed) })
    }
}
