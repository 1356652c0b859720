import Testing
import TokenCore

/// Second factors, security keys and preferences of admins.
extension StoreConformance {
    private static func record(_ provider: String, of adminID: Int, revision: Int = 0) -> SecondFactorRecord {
        SecondFactorRecord(adminID: adminID, provider: provider, state: "sealed-\(provider)", revision: revision)
    }

    private static func key(_ name: String, of adminID: Int) -> SecurityKeyRecord {
        SecurityKeyRecord(
            adminID: adminID, credentialID: "credential-\(name)", publicKey: "cose", aaguid: "AAAA", counter: 4_294_967_295, createdAt: noon
        )
    }

    static func secondFactorsAreReadAsWritten(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let id = try await database.write { try $0.insert(AdminAccount.sample("ops")) }
            try await database.write { store in
                try store.set(Self.record("u2fkey", of: id))
                try store.set(Self.record("google", of: id))
            }
            let found = try await database.read { try $0.secondFactors(ofAdmin: id) }
            #expect(found == [Self.record("google", of: id, revision: 1), Self.record("u2fkey", of: id, revision: 1)])
            var changed = Self.record("google", of: id, revision: 1)
            changed.activatedAt = noon
            changed.state = "other"
            let next = changed
            try await database.write { try $0.set(next) }
            let kept = try #require(try await database.read { try $0.secondFactor(ofAdmin: id, "google") })
            #expect(kept.isActive && kept.state == "other" && kept.revision == 2)
            #expect(try await database.read { try $0.secondFactor(ofAdmin: id, "GOOGLE") } == nil)
            #expect(try await database.write { try $0.deleteSecondFactor(ofAdmin: id, "google") })
            #expect(try await database.write { try $0.deleteSecondFactor(ofAdmin: id, "google") } == false)
        }
    }

    /// Of two concurrent changes of a state, the second one is refused.
    static func aConcurrentlyChangedStateIsNotOverwritten(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let id = try await database.write { try $0.insert(AdminAccount.sample("ops")) }
            try await database.write { try $0.set(Self.record("google", of: id)) }
            for stale in [0, 2] {
                await #expect(throws: StoreFailure.self) {
                    try await database.write { try $0.set(Self.record("google", of: id, revision: stale)) }
                }
            }
            #expect(try await database.read { try $0.secondFactor(ofAdmin: id, "google")?.revision } == 1)
        }
    }

    static func aBatchContainsAllFactorsOfAnAdmin(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            for name in ["a", "b", "c"] {
                let id = try await database.write { try $0.insert(AdminAccount.sample(name)) }
                try await database.write { store in
                    for provider in ["google", "u2fkey"] { try store.set(Self.record(provider, of: id)) }
                }
            }
            let first = try await database.read { try $0.secondFactors(afterAdmin: 0, limit: 2) }
            #expect(first.map(\.adminID) == [1, 1, 2, 2])
            #expect(try await database.read { try $0.secondFactors(afterAdmin: 2, limit: 2) }.map(\.adminID) == [3, 3])
        }
    }

    static func securityKeysBelongToOneAdmin(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let (one, other) = try await database.write { store in
                (try store.insert(AdminAccount.sample("one")), try store.insert(AdminAccount.sample("other")))
            }
            let id = try await database.write { try $0.insert(Self.key("a", of: one)) }
            await expectConflict(database) { _ = try $0.insert(Self.key("a", of: other)) }
            try await database.write { try $0.recordUse(ofSecurityKey: id, counter: 7, at: noon + 5) }
            let found = try await database.read { try $0.securityKeys(ofAdmin: one) }
            #expect(found.map(\.counter) == [7] && found.map(\.lastUsedAt) == [noon + 5])
            #expect(try await database.read { try $0.securityKey(credentialID: "credential-a") } == found.first)
            #expect(try await database.write { try $0.deleteSecurityKey(id: id, ofAdmin: other) } == false)
            #expect(try await database.write { try $0.deleteSecurityKey(id: id, ofAdmin: one) })
        }
    }

    static func preferencesAreReplaced(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let id = try await database.write { try $0.insert(AdminAccount.sample("ops")) }
            #expect(try await database.read { try $0.secondFactorPreference(ofAdmin: id) } == nil)
            for preference in [
                SecondFactorPreference(providers: ["google", "u2fkey"]), SecondFactorPreference(providers: [], defaultProvider: "google"),
            ] {
                try await database.write { try $0.set(preference, ofAdmin: id) }
                #expect(try await database.read { try $0.secondFactorPreference(ofAdmin: id) } == preference)
            }
        }
    }

    static func secondFactorsAreDeletedWithTheAdmin(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            let id = try await database.write { store in
                let id = try store.insert(AdminAccount.sample("ops"))
                try store.set(Self.record("google", of: id))
                _ = try store.insert(Self.key("a", of: id))
                try store.set(SecondFactorPreference(providers: ["google"]), ofAdmin: id)
                return id
            }
            try await database.write { try $0.deleteAdmin(id: id) }
            #expect(try await database.read { try $0.secondFactors(ofAdmin: id) }.isEmpty)
            #expect(try await database.read { try $0.securityKeys(ofAdmin: id) }.isEmpty)
            #expect(try await database.read { try $0.secondFactorPreference(ofAdmin: id) } == nil)
        }
    }

    static func theEndOfSetUpTokensIsStored(_ driver: StoreDriver) async throws {
        try await driver.run { database throws in
            var admin = AdminAccount.sample("ops")
            admin.id = try await database.write { try $0.insert(AdminAccount.sample("ops")) }
            #expect(try await database.read { try $0.admin(named: "ops") }?.setUpEndedAt == nil)
            admin.setUpEndedAt = noon + 3
            let ended = admin
            try await database.write { try $0.update(ended) }
            #expect(try await database.read { try $0.admin(named: "ops") } == ended)
        }
    }
}
