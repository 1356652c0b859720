import ServiceModel
import TestSupport
import Testing

@testable import TokenCore

/// A provider that exists only here: what the gateway knows of it, it knows from the registry.
private struct WordFactor: SecondFactorProvider {
    static let descriptor = ProviderDescriptor(
        code: "word", name: "Word", actionPrefix: "tfa/word/", settings: [word.descriptor],
        requiredSettings: [word.descriptor], deleteRecords: { adminID, session in try session.deleteSecurityKeys(ofAdmin: adminID) })

    static let word = SettingKey.secret("twofactorauth/word/word", range: "any word", help: "The word.") { _ in true }

    struct State: Codable, Sendable {
        var uses = 0
    }

    let pipeline: FactorPipeline

    init(_ dependencies: ProviderDependencies) {
        pipeline = dependencies.pipeline
    }

    func newState() -> State { State() }

    func activate(_ token: Secret, _ word: String, _ context: CallContext) async throws(Fault) {
        try await pipeline.activate(self, token, context, callProvider: FactorPipeline.none) { factor, _, _ in
            try accept(word, &factor)
            return true
        }
    }

    func signIn(_ credentials: AdminCredentials, _ word: String, _ context: CallContext) async throws(Fault) -> Secret {
        try await pipeline.signIn(self, credentials, context) { factor, _ in try accept(word, &factor) }
    }

    private func accept(_ word: String, _ factor: inout Factor<State>) throws {
        guard Secret(word).matches(try pipeline.keyring.open(Self.word, in: factor.settings)) else {
            throw SecondFactorError(.tfaCodeInvalid)
        }
        factor.state.uses += 1
    }
}

struct ProviderRegistryTests {
    /// A fixture that knows two providers, ``WordFactor`` among them, and forces it.
    private func makeFixture() async throws -> SecondFactorFixture {
        let fixture = try await SecondFactorFixture("", providers: ProviderRegistry([WordFactor.self, RecoveryFactor.self]))
        try await fixture.set(WordFactor.word.path, "sesame")
        try await fixture.set("twofactorauth/general/force_providers", "word")
        return fixture
    }

    private func signIn(_ fixture: SecondFactorFixture, _ word: String) async throws -> String {
        let provider = fixture.factors.provider(WordFactor.self)
        return try await fixture.outcome { _ = try await provider.signIn(fixture.credentials, word, fixture.context()) }
    }

    private func activate(_ fixture: SecondFactorFixture) async throws {
        let token = try await fixture.token()
        try await fixture.factors.provider(WordFactor.self).activate(token, "sesame", fixture.context())
    }

    @Test func listsContainARegisteredProvider() async throws {
        let fixture = try await makeFixture()
        defer { fixture.remove() }
        #expect(try await fixture.factors.directory.installed().map(\.provider.code) == ["word"])
        #expect(try await fixture.factors.directory.forced().map(\.provider.name) == ["Word"])
        #expect(try await fixture.factors.directory.toActivate(adminID: 1).map(\.provider.code) == ["word"])
        #expect(try await fixture.factors.directory.setDefaultProvider("word", adminID: 1, fixture.context()))
    }

    @Test func settingsFollowFromDescriptors() throws {
        let registry = ProviderRegistry([WordFactor.self, RecoveryFactor.self])
        #expect(registry.settings.map(\.path) == [registry.forcedProviders.path, ProviderRegistry.enrolmentURL.path, WordFactor.word.path])
        let forced = registry.forcedProviders.descriptor
        #expect(forced.range == "empty, or a comma list of word")
        #expect(forced.accepts("word") && !forced.accepts("google") && !forced.accepts("recovery"), "backups cannot be forced")
        let incomplete = Settings(stored: [forced.path: "word"])
        #expect(registry.problem(incomplete)?.contains("forces word, which cannot be used yet") == true)
        #expect(registry.problem(Settings()) == nil)
    }

    @Test func administrationSealsTheSettingsOfARegisteredProvider() async throws {
        let fixture = try await makeFixture()
        defer { fixture.remove() }
        let stored = try await fixture.test.database.read { try $0.settings() }
        #expect(stored[WordFactor.word.path]?.contains("sesame") == false)
        #expect(try await fixture.test.core.administration(as: .localOperator).resealSecrets() == 1)
        #expect(try await fixture.outcome { try await fixture.set("twofactorauth/duo/secret_key", "") } == "administration.setting-invalid")
    }

    @Test func aRegisteredProviderIsForcedAndSignsIn() async throws {
        let fixture = try await makeFixture()
        defer { fixture.remove() }
        #expect(try await signIn(fixture, "sesame") == "tfa.provider-not-configured")
        try await activate(fixture)
        #expect(try await fixture.test.outcome(.admin, "ops") == "tfa.use-provider-endpoint")
        #expect(try await signIn(fixture, "abracadabra") == "tfa.code-invalid")
        #expect(try await signIn(fixture, "sesame") == "ok")
        #expect(try await fixture.trail().last?.hasSuffix("by word") == true)
    }

    @Test func aProviderWithoutItsSettingsIsNotAllowed() async throws {
        let fixture = try await makeFixture()
        defer { fixture.remove() }
        try await activate(fixture)
        try await fixture.test.database.write { try $0.setSetting(WordFactor.word.path, "") }
        #expect(try await signIn(fixture, "") == "tfa.provider-not-allowed")
        #expect(try await fixture.test.outcome(.admin, "ops") == "tfa.no-provider-available")
    }

    @Test func aResetDeletesEverythingThatTheProviderStores() async throws {
        let fixture = try await makeFixture()
        defer { fixture.remove() }
        try await activate(fixture)
        let key = SecurityKeyRecord(
            adminID: 1, credentialID: "", publicKey: "", aaguid: "", counter: 0, createdAt: fixture.test.clock.now())
        try await fixture.test.database.write { _ = try $0.insert(key) }
        _ = try await fixture.factors.recovery.generate(adminID: 1, fixture.context())
        try await fixture.test.core.administration(as: .localOperator).resetSecondFactor("word", of: "ops")
        let remaining = try await fixture.test.database.read { session in
            try session.secondFactors(ofAdmin: 1).count + session.securityKeys(ofAdmin: 1).count
        }
        #expect(remaining == 0, "the backup goes with the last factor")
        #expect(try await signIn(fixture, "sesame") == "tfa.provider-not-configured")
    }

    @Test func administrationKnowsTheRegisteredProvidersOnly() async throws {
        let fixture = try await makeFixture()
        defer { fixture.remove() }
        let administration = fixture.test.core.administration(as: .localOperator)
        #expect(
            try await fixture.outcome { try await administration.resetSecondFactor("google", of: "ops") }
                == "administration.provider-unknown"
        )
        do {
            try await administration.resetSecondFactor("nope", of: "ops")
            Issue.record("an unknown provider was reset")
        } catch {
            #expect(MessageTexts().text(of: error) == "there is no provider nope; there are word, recovery")
        }
    }

    @Test func codesOfTheStandardProvidersAreUnique() {
        let registry = ProviderRegistry.standard
        #expect(Set(registry.descriptors.map(\.code)).count == registry.descriptors.count)
        for provider in registry.descriptors {
            #expect(
                provider.requiredSettings.allSatisfy { required in provider.settings.contains { $0.path.utf8Equals(required.path) } },
                "\(provider.code)"
            )
        }
    }
}
