import ServiceModel
import TestSupport
import Testing
import TokenCore

@Suite struct TokenUsesTests {
    @Test func aUseIsRecordedOncePerMinute() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await test.makeAdmin()
        let token = try await test.signIn(.admin, "ops")
        func last() async throws -> Timestamp? {
            try await test.core.administration(as: .localOperator).tokens(of: .admin("ops")).tokens.first?.lastUsedAt
        }
        let start = test.clock.now()
        _ = try await test.core.tokens.caller(bearing: token)
        #expect(try await last() == nil, "nothing is written by a request")
        _ = try await test.core.tokens.caller(bearing: token)
        #expect(try await test.core.lastUsed.flush() == 1)
        let minute = Timestamp(milliseconds: start.milliseconds - start.milliseconds % 60_000)
        #expect(try await last() == minute)
        _ = try await test.core.tokens.caller(bearing: token)
        #expect(try await test.core.lastUsed.flush() == 0, "the minute is written already")
        test.clock.advance(seconds: 60)
        _ = try await test.core.tokens.caller(bearing: token)
        #expect(try await test.core.lastUsed.flush() == 1)
        #expect(try await last() == minute.adding(seconds: 60))
        test.clock.advance(seconds: -3600)
        _ = try await test.core.tokens.caller(bearing: token)
        #expect(try await test.core.lastUsed.flush() == 0, "never back in time")
    }

    @Test func queriesAndRefusedTokensAreNotRecorded() async throws {
        let test = try TestCore()
        defer { test.remove() }
        try await test.makeAdmin()
        let token = try await test.signIn(.admin, "ops")
        #expect(try await test.core.tokens.bearer(of: token, isUse: false)?.name == "ops")
        _ = try await test.core.administration(as: .localOperator).revokeTokens(of: .admin("ops"))
        _ = try await test.core.tokens.caller(bearing: token)
        _ = try await test.core.tokens.caller(bearing: Secret("x"))
        #expect(try await test.core.lastUsed.flush() == 0)
    }

    @Test func usesOfIntegrationTokensAreRecorded() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let shop = try await test.makeIntegration()
        func last() async throws -> Timestamp? {
            try await test.core.administration(as: .localOperator).tokens(of: .integration("shop")).tokens.first?.lastUsedAt
        }
        func minute() -> Timestamp { test.clock.now().adding(milliseconds: -(test.clock.now().milliseconds % 60_000)) }
        _ = try await test.core.tokens.caller(bearing: Secret(try #require(shop.token)))
        #expect(try await test.core.lastUsed.flush() == 1)
        #expect(try await last() == minute())
        test.clock.advance(seconds: 60)
        _ = try await test.core.oauth.call(signing: shop.request(at: test.clock, nonce: "n1"))
        #expect(try await test.core.lastUsed.flush() == 1, "a signed call")
        #expect(try await last() == minute())
    }

    @Test func callersWithTheResourceRevokeIntegrationTokens() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let token = Secret(try #require(try await test.makeIntegration().token))
        let origin = Origin(address: "", requestID: "")
        let stranger = Caller.integration(id: 99, permissions: .resources(["Magento_User::acl_users"]))
        let refusal = await #expect(throws: Fault.self) { try await test.core.revocation.revoke(token, by: stranger, origin) }
        #expect(refusal?.message == .authDenied)
        let owner = try #require(try await test.core.tokens.caller(bearing: token))
        try await test.core.revocation.revoke(token, by: owner, origin)
        #expect(try await test.core.tokens.caller(bearing: token) == nil)
        try await test.core.revocation.revoke(token, by: stranger, origin)
    }
}
