import ServiceModel
import Synchronization
import TestSupport
import Testing

@testable import TokenCore

/// A key source that a test changes.
final class ChangingKeys: KeySource {
    let all: Mutex<[SealingKey]>
    init(_ keys: [SealingKey]) { all = Mutex(keys) }
    func keys() throws -> [SealingKey] { all.withLock { $0 } }
}

@Suite struct SecretBoxTests {
    @Test func aSealedSecretOpensForItsPurposeOnly() throws {
        let keyring = Keyring(TransientKeys())
        let sealed = try keyring.seal(Secret("geheim"), for: "a")
        #expect(!sealed.contains("geheim"))
        #expect(try keyring.open(sealed, for: "a").revealed == "geheim")
        #expect(try keyring.seal(Secret("geheim"), for: "a") != sealed)
        #expect(throws: Fault.self) { try keyring.open(sealed, for: "b") }
    }

    @Test func modifiedTextsAreRefused() throws {
        let keyring = Keyring(TransientKeys())
        let sealed = try keyring.seal(Secret("geheim"), for: "a")
        for broken in ["", ":", sealed + "A", String(sealed.dropLast(4)), sealed.replacing(":", with: "x:"), "a:b:c", "none"] {
            #expect(throws: Fault.self) { try keyring.open(broken, for: "a") }
        }
    }

    @Test func theLastKeySealsAndEveryKeyOpens() throws {
        let (old, new) = (SealingKey(), SealingKey())
        let keys = ChangingKeys([old])
        let keyring = Keyring(keys)
        let before = try keyring.seal(Secret("1"), for: "a")
        #expect(before.hasPrefix(old.id + ":"))
        keys.all.withLock { $0 = [old, new] }
        let after = try keyring.seal(Secret("2"), for: "a")
        #expect(after.hasPrefix(new.id + ":"))
        #expect(try Keyring(keys).open(before, for: "a").revealed == "1")
        #expect(try Keyring(keys).open(after, for: "a").revealed == "2")
        #expect(throws: Fault.self) { try Keyring(ChangingKeys([new])).open(before, for: "a") }
    }

    @Test func keysAddedByAnotherProcessAreFound() throws {
        let (old, new) = (SealingKey(), SealingKey())
        let keys = ChangingKeys([old])
        let server = Keyring(keys)
        _ = try server.seal(Secret("1"), for: "a")
        keys.all.withLock { $0 = [old, new] }
        let sealed = try Keyring(keys).seal(Secret("2"), for: "a")
        #expect(try server.open(sealed, for: "a").revealed == "2")
    }

    @Test func aKeyHasOneIDAndIsParsedStrictly() throws {
        let key = SealingKey()
        #expect(SealingKey(base64: key.base64)?.id == key.id)
        for text in ["", "AAAA", String(repeating: "A", count: 43), key.base64.revealed + "AAAA", "not base64!"] {
            #expect(SealingKey(base64: Secret(text)) == nil)
        }
    }

    @Test func resealingLeavesNothingUnderTheOldKey() async throws {
        let (old, new) = (SealingKey(), SealingKey())
        let keys = ChangingKeys([old])
        let test = try TestCore(secrets: Keyring(keys))
        defer { test.remove() }
        let shop = try await test.makeIntegration()
        _ = try await test.makeIntegration("other")
        keys.all.withLock { $0 = [old, new] }
        #expect(try await test.core.administration(as: .localOperator).resealSecrets() == 4)
        keys.all.withLock { $0 = [new] }
        let later = Core(
            database: test.database, hashingLimiter: test.core.administration(as: .localOperator).hashingLimiter, clock: test.clock,
            secrets: Keyring(keys),
            directoryLifetime: .zero)
        try await later.administration(as: .localOperator).checkSecrets()
        _ = try await later.oauth.call(signing: shop.request(at: test.clock, nonce: "n"))
        keys.all.withLock { $0 = [SealingKey()] }
        let stranger = Core(
            database: test.database, hashingLimiter: test.core.administration(as: .localOperator).hashingLimiter, secrets: Keyring(keys))
        await #expect(throws: Fault.self) { try await stranger.administration(as: .localOperator).checkSecrets() }
    }
}
