import ServiceModel
import Synchronization
import TestSupport
import Testing
import TokenCore

struct TokenLifeTests {
    @Test func aTokenIsExpiredAtItsExpiry() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await test.makeAdmin()
        try await test.core.administration(as: .localOperator).setSetting("oauth/access_token_lifetime/admin", to: "0.0005")
        let token = try await test.signIn(.admin, "ops")
        try await test.core.administration(as: .localOperator).setSetting("oauth/access_token_lifetime/admin", to: "1")
        test.clock.advance(milliseconds: 1799)
        #expect(try await test.core.tokens.caller(bearing: token) != nil)
        test.clock.advance(milliseconds: 1)
        #expect(try await test.core.tokens.caller(bearing: token) == nil)
    }

    @Test(arguments: ["", "0", "0.0"])
    func withoutALifetimeTokensDoNotExpire(_ value: String) async throws {
        let test = try TestCore()
        defer { test.remove() }
        _ = try await test.makeCustomer()
        try await test.core.administration(as: .localOperator).setSetting("oauth/access_token_lifetime/customer", to: value)
        let token = try await test.signIn(.customer, "ann@example.test")
        test.clock.advance(seconds: 1_000_000_000)
        #expect(try await test.core.tokens.caller(bearing: token) != nil)
    }

    @Test(arguments: ["", "x", "00000000000000000000000000000000", "0000000000000000000000000000000", "\u{0}"])
    func otherTextsHaveNoCaller(_ text: String) async throws {
        let test = try TestCore()
        defer { test.remove() }
        #expect(try await test.core.tokens.caller(bearing: Secret(text)) == nil)
    }

    @Test func tokensAreCaseSensitive() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await test.makeAdmin()
        let token = try await test.signIn(.admin, "ops").revealed
        let other = token.uppercased()
        guard other != token else { return }
        #expect(try await test.core.tokens.caller(bearing: Secret(other)) == nil)
    }

    @Test func onlyDigestsAreStored() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await test.makeAdmin()
        let token = try await test.signIn(.admin, "ops")
        let record = try #require(try await test.core.administration(as: .localOperator).tokens(of: .admin("ops")).tokens.first)
        #expect(record.ownerName == "ops")
        #expect(record.accessor.count == 24)
        let stored = try await test.database.read { try $0.liveTokens(of: nil, at: test.clock.now()) }
        #expect(stored.map(\.digest) == [TokenFormat.digest(token)])
        #expect(!"\(stored)".contains(token.revealed))
        #expect(!"\(record)".contains(token.revealed))
    }
}

struct RevocationTests {
    @Test func aTokenIssuedAtTheMomentOfARevocationIsValid() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let customer = try await test.makeCustomer()
        let old = try await test.signIn(.customer, "ann@example.test")
        let context = try await test.context()
        #expect(try await test.core.revocation.revokeOwn(.customer, id: customer.id, context))
        let new = try await test.signIn(.customer, "ann@example.test")
        #expect(try await test.core.tokens.caller(bearing: old) == nil)
        #expect(try await test.core.tokens.caller(bearing: new) != nil)
        #expect(try await test.core.revocation.revokeOwn(.customer, id: customer.id, context))
        #expect(try await test.core.revocation.revokeOwn(.customer, id: customer.id, context))
    }

    @Test(arguments: ["password", "disable", "delete", "role", "resources", "unassign", "revoke", "accessor"])
    func changesOfAnAdminRevokeItsTokens(_ event: String) async throws {
        let test = try TestCore()
        defer { test.remove() }
        let admin = test.core.administration(as: .localOperator)
        _ = try await admin.createRole("readers", resources: ["Magento_Customer::customer"])
        try await test.makeAdmin("ops", role: "readers")
        try await test.makeAdmin("neighbour")
        let token = try await test.signIn(.admin, "ops")
        let other = try await test.signIn(.admin, "neighbour")
        switch event {
        case "password": try await admin.setAdminPassword("ops", Secret("Another-Password-9"))
        case "disable": try await admin.setAdmin("ops", active: false)
        case "delete": try await admin.deleteAdmin("ops")
        case "role": try await admin.assignRole(Role.administrators, to: "ops")
        case "resources": try await admin.setRole("readers", resources: ["Magento_Customer::delete"])
        case "unassign": try await admin.assignRole(nil, to: "ops")
        case "revoke": #expect(try await admin.revokeTokens(of: .admin("ops")) == 1)
        default: try await admin.revokeToken(accessor: try #require(try await admin.tokens(of: .admin("ops")).tokens.first).accessor)
        }
        #expect(try await test.core.tokens.caller(bearing: token) == nil)
        #expect(try await test.core.tokens.caller(bearing: other) != nil)
    }

    @Test func unchangedAccountsKeepTheirTokens() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await test.makeAdmin()
        let token = try await test.signIn(.admin, "ops")
        try await test.core.administration(as: .localOperator).assignRole(Role.administrators, to: "ops")
        try await test.core.administration(as: .localOperator).setRole(Role.administrators, resources: [Role.everything])
        #expect(try await test.core.tokens.caller(bearing: token) != nil)
    }

    @Test func cleanUpDeletesEndedRowsOnly() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await test.makeAdmin()
        _ = try await test.makeCustomer()
        let live = try await test.signIn(.admin, "ops")
        for _ in 0..<3 { _ = try await test.signIn(.customer, "ann@example.test") }
        test.clock.advance(seconds: 3600)
        #expect(try await test.core.cleanup.purge() == 3)
        #expect(try await test.core.cleanup.purge() == 0)
        #expect(try await test.core.tokens.caller(bearing: live) != nil)
        #expect(try await test.core.cleanup.hourly() == 0)
        #expect(try await test.core.cleanup.hourly() == nil)
        test.clock.advance(seconds: 3600)
        #expect(try await test.core.cleanup.hourly() == 0)
    }
}

struct TokenFormTests {
    private final class Fixed: RandomSource {
        private let words: Mutex<[UInt64]>
        init(_ words: [UInt64]) { self.words = Mutex(words) }
        func next() -> UInt64 { words.withLock { $0.isEmpty ? 0 : $0.removeFirst() } }
    }

    @Test func biasedBytesAreSkipped() {
        // 0xFF and 0xFC are skipped, 0xFB is the largest byte used: 251 = 6 * 36 + 35.
        #expect(TokenFormat.make(length: 3, from: Fixed([0x0000_0000_0000_01FB_FCFF])) == "z10")
    }

    @Test func everyCharacterOfTheAlphabetOccurs() {
        let text = (0..<200).map { _ in TokenFormat.make(from: SystemRandom()) }.joined()
        #expect(Set(text).count == 36)
    }

    @Test func theDigestIsSHA256() {
        #expect(TokenFormat.digest(Secret("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}
