import ServiceModel
import TestSupport
import Testing

@testable import TokenCore

/// The life cycle of an integration (`integrations.md` §2).
@Suite struct IntegrationTests {
    @Test func deactivationWithdrawsAccessPermanently() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let shop = try await test.makeIntegration()
        let token = Secret(try #require(shop.token))
        #expect(try await test.core.tokens.caller(bearing: token) == .integration(id: 1, permissions: .everything))
        try await test.core.administration(as: .localOperator).deactivateIntegration("shop")
        #expect(try await test.core.tokens.caller(bearing: token) == nil)
        #expect(
            try await test.core.oauth.call(signing: shop.request(at: test.clock, nonce: "n")).caller.mayUse([.anonymous], in: test.store()))
        #expect(
            try await test.core.oauth.call(signing: shop.request(at: test.clock, nonce: "n2")).caller
                == .integration(id: 1, permissions: .resources([])))
        #expect(try await test.core.oauth.call(signing: shop.request(at: test.clock, nonce: "n3")).bearer == nil)
        let next = try await test.activate("shop")
        #expect(next.consumerKey == shop.consumerKey)
        #expect(next.token != shop.token)
        #expect(try await test.core.tokens.caller(bearing: token) == nil)
        #expect(try await test.outcome(of: shop.request(at: test.clock, nonce: "n3")) == "oauth.token-unknown")
        #expect(try await test.outcome(of: next.request(at: test.clock, nonce: "n4")) == "caller")
    }

    @Test func newPermissionsApplyToTheNextCall() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let shop = try await test.makeIntegration(resources: ["Magento_Customer::customer"])
        _ = try await test.core.administration(as: .localOperator).setIntegration("shop", .init(resources: ["Magento_Customer::delete"]))
        #expect(
            try await test.core.oauth.call(signing: shop.request(at: test.clock, nonce: "n")).caller
                == .integration(id: 1, permissions: .resources(["Magento_Customer::delete"])))
    }

    @Test func deletingAnIntegrationLeavesOthersUntouched() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let shop = try await test.makeIntegration()
        let other = try await test.makeIntegration("other")
        try await test.makeAdmin()
        let admin = try await test.signIn(.admin, "ops")
        #expect(try await test.outcome(of: other.request(at: test.clock, nonce: "kept")) == "caller")
        #expect(try await test.outcome(of: shop.request(at: test.clock, nonce: "gone")) == "caller")
        try await test.core.administration(as: .localOperator).deleteIntegration("shop")
        #expect(try await test.outcome(of: shop.request(at: test.clock, nonce: "n")) == "oauth.consumer-unknown")
        #expect(try await test.core.tokens.caller(bearing: Secret(try #require(shop.token))) == nil)
        #expect(try await test.outcome(of: other.request(at: test.clock, nonce: "kept")) == "oauth.nonce-used")
        #expect(try await test.outcome(of: other.request(at: test.clock, nonce: "n")) == "caller")
        #expect(try await test.core.tokens.caller(bearing: admin) != nil)
    }

    @Test func invalidIntegrationsAreRefusedAndNotStored() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let drafts: [Administration.IntegrationDraft] = [
            .init(resources: []), .init(resources: ["Magento_Nothing::here"]), .init(email: "nobody", resources: [Role.everything]),
            .init(endpoint: "http://erp.example/", resources: [Role.everything]),
            .init(endpoint: "https://user:pass@erp.example/", resources: [Role.everything]),
            .init(endpoint: "ftp://127.0.0.1/", resources: [Role.everything]),
            .init(identityLink: "javascript:alert(1)", resources: [Role.everything]),
            .init(endpoint: "http://127.0.0.1.evil.example/", resources: [Role.everything]),
        ]
        for draft in drafts {
            await #expect(throws: Fault.self) { _ = try await test.core.administration(as: .localOperator).createIntegration("x", draft) }
        }
        #expect(try await test.core.administration(as: .localOperator).integrations().isEmpty)
        for endpoint in ["http://127.0.0.1:8080/x", "http://localhost/", "http://[::1]:99/", "https://erp.example/x?y=z"] {
            _ = try await test.core.administration(as: .localOperator).createIntegration(
                endpoint, .init(endpoint: endpoint, resources: [Role.everything]))
        }
        await #expect(throws: Fault.self) {
            _ = try await test.core.administration(as: .localOperator).createIntegration(
                "http://localhost/", .init(resources: [Role.everything]))
        }
    }

    @Test func anActiveIntegrationIsNotActivatedAgain() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let shop = try await test.makeIntegration()
        await #expect(throws: Fault.self) { _ = try await test.activate("shop") }
        #expect(try await test.outcome(of: shop.request(at: test.clock, nonce: "n")) == "caller")
        guard case .complete(let next) = try await test.core.administration(as: .localOperator).reauthorizeIntegration("shop", baseURL: "")
        else {
            return #expect(Bool(false))
        }
        #expect(try await test.outcome(of: shop.request(at: test.clock, nonce: "n2")) == "oauth.token-unknown")
        #expect(try await test.outcome(of: SigningApplication(next).request(at: test.clock, nonce: "n3")) == "caller")
    }

    @Test func aSettingAllowsAccessTokensAsBearerTokens() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let shop = try await test.makeIntegration()
        let token = Secret(try #require(shop.token))
        try await test.core.administration(as: .localOperator).setSetting("oauth/consumer/enable_integration_as_bearer", to: "0")
        #expect(try await test.core.tokens.caller(bearing: token) == nil)
        #expect(try await test.outcome(of: shop.request(at: test.clock, nonce: "n")) == "caller")
    }

    @Test func accessTokensAreListedAndRevokedByTheIntegrationsName() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let shop = try await test.makeIntegration()
        _ = try await test.makeIntegration("other")
        let administration = test.core.administration(as: .localOperator)
        let listed = try await administration.tokens(of: .integration("shop")).tokens
        #expect(listed.map(\.ownerName) == ["shop"])
        #expect(try await administration.tokens(of: nil).tokens.map(\.kind) == ["integration", "integration"])
        try await administration.revokeToken(accessor: try #require(listed.first).accessor)
        #expect(try await administration.tokens(of: .integration("shop")).tokens.isEmpty)
        #expect(try await test.core.tokens.caller(bearing: Secret(try #require(shop.token))) == nil)
        #expect(try await administration.tokens(of: nil).tokens.map(\.ownerName) == ["other"])
    }

    @Test func noSecretIsStoredInTheClear() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let shop = try await test.makeIntegration()
        let (consumer, tokens) = try await test.database.read { session in
            let consumer = try #require(try session.consumer(key: shop.consumerKey))
            return (consumer, try session.oauthTokens(ofConsumer: consumer.id, .access))
        }
        let stored = "\(consumer) \(tokens)"
        for secret in [shop.consumerSecret.revealed, shop.token, shop.tokenSecret?.revealed] {
            #expect(!stored.contains(try #require(secret)))
        }
    }

    @Test func cleanUpDeletesOldNoncesAndRequestTokens() async throws {
        let endpoint = FakeEndpoint()
        let test = try TestCore(endpoint: endpoint)
        defer { test.remove() }
        let shop = try await test.makeIntegration()
        _ = try await test.core.administration(as: .localOperator).createIntegration(
            "erp", .init(endpoint: "https://erp.example/", resources: [Role.everything]))
        _ = try await test.core.administration(as: .localOperator).activateIntegration("erp", baseURL: "")
        let erp = SigningApplication(try #require(endpoint.last))
        _ = try await test.core.oauth.requestToken(signing: erp.request(at: test.clock, nonce: "r"))
        let start = test.clock.now().milliseconds / 1000
        try await test.database.write { session in
            for number in 0..<1100 { _ = try session.addNonce("\(number)", sentAt: start, ofConsumer: 1) }
        }
        test.clock.advance(seconds: 7199)
        #expect(try await test.outcome(of: shop.request(at: test.clock, nonce: "young")) == "caller")
        _ = try await test.core.cleanup.purge()
        let kept = try await test.database.read { try $0.oauthTokens(ofConsumer: 2, .request).count }
        #expect(kept == 1)
        test.clock.advance(seconds: 2)
        _ = try await test.core.cleanup.purge()
        let left = try await test.database.write { session in
            (
                try session.addNonce("0", sentAt: start, ofConsumer: 1), try session.addNonce("1099", sentAt: start, ofConsumer: 1),
                try session.oauthTokens(ofConsumer: 2, .request).count
            )
        }
        #expect(left == (true, true, 0))
        #expect(try await test.outcome(of: shop.request(at: test.clock, nonce: "young", age: -2)) == "oauth.nonce-used")
    }
}

extension TestCore {
    func store() async throws -> StoreScope { try await context().store }
}

extension IntegrationTests {
    @Test func anAccessTokenIsRevokedByItsIntegrationOrAManager() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let shop = try await test.makeIntegration()
        let token = Secret(try #require(shop.token))
        let origin = Origin(address: "192.0.2.7", requestID: "r")
        let strangers: [Caller] = [.integration(id: 2, permissions: .resources([])), .admin(id: 1, permissions: .resources([]))]
        for stranger in strangers {
            await #expect(throws: Fault.self) { try await test.core.revocation.revoke(token, by: stranger, origin) }
        }
        #expect(try await test.core.tokens.caller(bearing: token) != nil)
        try await test.core.revocation.revoke(token, by: .integration(id: 1, permissions: .resources([])), origin)
        #expect(try await test.core.tokens.caller(bearing: token) == nil)
        try await test.core.revocation.revoke(token, by: strangers[0], origin)
        let manager = Caller.admin(id: 1, permissions: .resources(["Magento_Integration::integrations"]))
        guard case .complete(let next) = try await test.core.administration(as: .localOperator).reauthorizeIntegration("shop", baseURL: "")
        else {
            return #expect(Bool(false))
        }
        try await test.core.revocation.revoke(next.accessToken, by: manager, origin)
        #expect(try await test.core.tokens.caller(bearing: next.accessToken) == nil)
    }
}
