import Foundation
import SQLStore
import ServiceModel
import TestSupport
import Testing

@testable import TokenCore

/// The checks of `integrations.md` §5 on calls.
@Suite(.timeLimit(.minutes(5))) struct SignedCallTests {
    @Test func aSignedCallAuthenticatesTheIntegration() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let shop = try await test.makeIntegration(resources: ["Magento_Customer::customer"])
        let call = try await test.core.oauth.call(signing: shop.request(at: test.clock, nonce: "n1"))
        #expect(call.caller == .integration(id: 1, permissions: .resources(["Magento_Customer::customer"])))
        let token = Secret(try #require(shop.token))
        try await test.core.administration(as: .localOperator).setSetting("oauth/consumer/enable_integration_as_bearer", to: "1")
        #expect(try await call.bearer == test.core.tokens.bearer(of: token), "what is known of the token, however it is shown")
    }

    struct Refusal: Sendable {
        let message: String
        var set: [String: String?] = [:]
        var age: Int64 = 0
        var nonce = "n1"
        var method = "HMAC-SHA256"
        var spoilt = false
    }

    static let refusals: [Refusal] = [
        .init(message: "oauth.version", set: ["oauth_version": "2.0"]),
        .init(message: "caller", set: ["oauth_version": nil]),
        .init(message: "input.required", set: ["oauth_token": nil]),
        .init(message: "input.several", set: ["oauth_timestamp": nil, "oauth_nonce": nil]),
        .init(message: "oauth.token-length", set: ["oauth_token": ""]),
        .init(message: "oauth.signature-method", method: "HMAC-SHA1"),
        .init(message: "oauth.signature-method", method: "PLAINTEXT"),
        .init(message: "oauth.signature-method", method: "hmac-sha256"),
        .init(message: "oauth.consumer-key-length", set: ["oauth_consumer_key": "abc"]),
        .init(message: "oauth.consumer-unknown", set: ["oauth_consumer_key": String(repeating: "z", count: 32)]),
        .init(message: "caller", age: -600), .init(message: "caller", age: 600),
        .init(message: "oauth.timestamp", age: -601), .init(message: "oauth.timestamp", age: 601),
        .init(message: "oauth.timestamp", set: ["oauth_timestamp": "0"]),
        .init(message: "oauth.timestamp", set: ["oauth_timestamp": "-5"]),
        .init(message: "oauth.timestamp", set: ["oauth_timestamp": "+1700000000"]),
        .init(message: "oauth.timestamp", set: ["oauth_timestamp": "1700000000.5"]),
        .init(message: "oauth.timestamp", set: ["oauth_timestamp": ""]),
        .init(message: "oauth.timestamp", set: ["oauth_timestamp": String(repeating: "9", count: 30)]),
        .init(message: "oauth.timestamp", set: ["oauth_timestamp": "9223372036854775807"]),
        .init(message: "oauth.timestamp", nonce: ""), .init(message: "oauth.timestamp", nonce: "a b"),
        .init(message: "oauth.timestamp", nonce: "é"),
        .init(message: "oauth.timestamp", nonce: String(repeating: "n", count: 129)),
        .init(message: "caller", nonce: String(repeating: "n", count: 128)),
        .init(message: "oauth.token-unknown", set: ["oauth_token": String(repeating: "z", count: 32)]),
        .init(message: "oauth.signature", spoilt: true), .init(message: "oauth.signature", set: ["oauth_signature": ""]),
    ]

    @Test(arguments: refusals.indices)
    func eachFailedCheckHasItsFault(_ index: Int) async throws {
        let wrong = Self.refusals[index]
        let test = try TestCore()
        defer { test.remove() }
        let shop = try await test.makeIntegration()
        let request = shop.request(
            at: test.clock, nonce: wrong.nonce, age: wrong.age, method: wrong.method, set: wrong.set, spoilt: wrong.spoilt)
        #expect(try await test.outcome(of: request) == wrong.message)
    }

    @Test func missingParametersAreReportedInOrder() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let empty = SignedRequest(
            method: "GET", url: SigningApplication.url, credentials: [], parameters: [(name: "oauth_token", value: "x")],
            origin: Origin(address: "", requestID: ""))
        let fault = await #expect(throws: Fault.self) { try await test.core.oauth.call(signing: empty) }
        let names = fault?.collected.compactMap { inner -> Wire? in
            if case .wire(let wire) = inner.arguments.first?.value { wire } else { nil }
        }
        #expect(
            names == [
                "oauth_consumer_key", "oauth_signature", "oauth_signature_method", "oauth_nonce", "oauth_timestamp", "oauth_token",
            ])
    }

    @Test func repeatedParametersAreRefusedWithoutShowingSecrets() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let shop = try await test.makeIntegration()
        let good = shop.request(at: test.clock, nonce: "n1")
        let doubled = SignedRequest(
            method: good.method, url: good.url, credentials: good.credentials + [(name: "oauth_token", value: "mine")],
            parameters: [], origin: good.origin)
        let fault = await #expect(throws: Fault.self) { try await test.core.oauth.call(signing: doubled) }
        #expect(fault?.message == .inputValue)
        #expect(fault.map { "\($0.arguments)".contains("mine") } == false)
    }

    @Test func aNonceIsUsedOnceAndOnlyWithAValidSignature() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let shop = try await test.makeIntegration()
        let other = try await test.makeIntegration("other")
        #expect(try await test.outcome(of: shop.request(at: test.clock, nonce: "n", spoilt: true)) == "oauth.signature")
        #expect(try await test.outcome(of: shop.request(at: test.clock, nonce: "n")) == "caller")
        #expect(try await test.outcome(of: shop.request(at: test.clock, nonce: "n")) == "oauth.nonce-used")
        #expect(try await test.outcome(of: shop.request(at: test.clock, nonce: "n", age: -1)) == "caller")
        #expect(try await test.outcome(of: other.request(at: test.clock, nonce: "n")) == "caller")
    }

    @Test func oneOfManyConcurrentRequestsWithTheSameNoncePasses() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let shop = try await test.makeIntegration()
        let second = try test.secondCore()
        let request = shop.request(at: test.clock, nonce: "race")
        let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<20 {
                let oauth = (number.isMultiple(of: 2) ? test.core : second).oauth
                group.addTask {
                    do {
                        _ = try await oauth.call(signing: request)
                        return true
                    } catch let fault as Fault where fault.message == .oauthNonceUsed {
                        return false
                    }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(wins == 1)
    }

    @Test func aSettingAllowsHMACSHA1() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let shop = try await test.makeIntegration()
        try await test.core.administration(as: .localOperator).setSetting("oauth/consumer/enable_hmac_sha1", to: "1")
        #expect(try await test.outcome(of: shop.request(at: test.clock, nonce: "n1", method: "HMAC-SHA1")) == "caller")
        #expect(try await test.outcome(of: shop.request(at: test.clock, nonce: "n2")) == "caller")
    }

    @Test func foreignAndRevokedTokensHaveDistinctFaults() async throws {
        let test = try TestCore()
        defer { test.remove() }
        var shop = try await test.makeIntegration()
        let other = try await test.makeIntegration("other")
        #expect(try await test.core.administration(as: .localOperator).revokeTokens(of: .integration("shop")) == 1)
        #expect(try await test.outcome(of: shop.request(at: test.clock, nonce: "n1")) == "oauth.token-revoked")
        #expect(try await test.outcome(of: other.request(at: test.clock, nonce: "n1")) == "caller")
        shop.token = other.token
        #expect(try await test.outcome(of: shop.request(at: test.clock, nonce: "n2")) == "oauth.token-other-consumer")
    }
}

extension TestCore {
    /// Another node on the same database: a connection of its own, the same keys and clock.
    func secondCore() throws -> Core {
        Core(
            database: try SQLiteDatabase.open(path: folder.path("test.sqlite")),
            hashingLimiter: core.administration(as: .localOperator).hashingLimiter, clock: clock, secrets: core.secrets,
            directoryLifetime: .zero)
    }
}
