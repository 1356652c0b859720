import ServiceModel
import Synchronization
import TestSupport
import Testing

@testable import TokenCore

/// An application's endpoint that records what it receives.
final class FakeEndpoint: IntegrationEndpoint {
    let received = Mutex<[ExchangeStart]>([])
    let failure = Mutex<EndpointFailure?>(nil)

    func post(_ start: ExchangeStart, to url: String, timeout: Duration) async throws(EndpointFailure) {
        received.withLock { $0.append(start) }
        if let failure = failure.withLock({ $0 }) { throw failure }
    }

    var last: ExchangeStart? { received.withLock { $0.last } }
}

/// The exchange of `integrations.md` §3 without HTTP.
@Suite(.timeLimit(.minutes(5))) struct ExchangeTests {
    let endpoint = FakeEndpoint()
    let test: TestCore

    init() throws { test = try TestCore(endpoint: endpoint) }

    private func begin(_ name: String = "erp") async throws -> SigningApplication {
        if try await test.core.administration(as: .localOperator).integrations().allSatisfy({ $0.name != name }) {
            _ = try await test.core.administration(as: .localOperator).createIntegration(
                name, .init(endpoint: "https://erp.example/oauth", identityLink: "https://erp.example/login", resources: [Role.everything]))
        }
        _ = try await test.core.administration(as: .localOperator).activateIntegration(name, baseURL: "https://b.example")
        return SigningApplication(try #require(endpoint.last))
    }

    private func status(_ name: String = "erp") async throws -> Integration.Status? {
        try await test.core.administration(as: .localOperator).integrations().first { $0.name == name }?.status
    }

    /// The application with its request token and verifier.
    private func withRequestToken(_ application: SigningApplication, nonce: String = "r") async throws -> SigningApplication {
        let issued = try await test.core.oauth.requestToken(signing: application.request(at: test.clock, nonce: nonce))
        var next = application
        next.token = issued.token.revealed
        next.tokenSecret = issued.secret
        next.verifier = endpoint.last?.verifier.revealed
        return next
    }

    private func refusal(_ body: () async throws -> Void) async -> String {
        do {
            try await body()
            return "passed"
        } catch {
            return (error as? Fault)?.message.id ?? "\(error)"
        }
    }

    @Test func theExchangeYieldsAnAccessToken() async throws {
        defer { test.remove() }
        let application = try await begin()
        let start = try #require(endpoint.last)
        #expect(start.storeBaseURL == "https://b.example/")
        #expect(start.fields.map(\.name) == ["oauth_consumer_key", "oauth_consumer_secret", "store_base_url", "oauth_verifier"])
        #expect(try await status() == .inactive)
        var holder = try await withRequestToken(application)
        let access = try await test.core.oauth.accessToken(signing: holder.request(at: test.clock, nonce: "a"))
        #expect(try await status() == .active)
        let again = await refusal { _ = try await test.core.oauth.accessToken(signing: holder.request(at: test.clock, nonce: "b")) }
        #expect(again == "oauth.token-used")
        holder.token = access.token.revealed
        holder.tokenSecret = access.secret
        holder.verifier = nil
        #expect(try await test.outcome(of: holder.request(at: test.clock, nonce: "c")) == "caller")
        #expect(try await test.core.tokens.caller(bearing: access.token) == .integration(id: 1, permissions: .everything))
        let anew = await refusal { _ = try await test.core.oauth.requestToken(signing: application.request(at: test.clock, nonce: "d")) }
        #expect(anew == "oauth.not-verifier-token")
        #expect(try await test.trail().map(\.action).prefix(2) == ["oauth.access-token", "oauth.request-token"])
    }

    @Test func oneOfTwoConcurrentExchangesSucceeds() async throws {
        defer { test.remove() }
        let holder = try await withRequestToken(begin())
        let requests = (0..<8).map { holder.request(at: test.clock, nonce: "n\($0)") }
        let oauth = test.core.oauth
        let wins = await withTaskGroup(of: Bool.self) { group in
            for request in requests { group.addTask { (try? await oauth.accessToken(signing: request)) != nil } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(wins == 1)
    }

    @Test func theExchangeExpiresCountedFromItsStart() async throws {
        defer { test.remove() }
        let application = try await begin()
        test.clock.advance(seconds: 299)
        let holder = try await withRequestToken(application)
        test.clock.advance(seconds: 1)
        for purpose in [OAuthPurpose.requestToken, .accessToken] {
            let late = await refusal {
                _ = try await test.core.oauth.check.verify(holder.request(at: test.clock, nonce: "x"), for: purpose)
            }
            #expect(late == "oauth.consumer-expired")
        }
    }

    @Test func wrongTokensAndVerifiersHaveDistinctFaults() async throws {
        defer { test.remove() }
        let verifierOfOther = try await {
            _ = try await begin("other")
            return try #require(endpoint.last).verifier.revealed
        }()
        let holder = try await withRequestToken(begin())
        func refused(_ set: [String: String?], nonce: String = "w") async -> String {
            await refusal { _ = try await test.core.oauth.accessToken(signing: holder.request(at: test.clock, nonce: nonce, set: set)) }
        }
        #expect(await refused(["oauth_verifier": nil]) == "input.required")
        #expect(await refused(["oauth_verifier": ""]) == "oauth.verifier-invalid")
        #expect(await refused(["oauth_verifier": "short"]) == "oauth.verifier-length")
        #expect(await refused(["oauth_verifier": verifierOfOther]) == "oauth.verifier-mismatch")
        #expect(await refused(["oauth_token": verifierOfOther]) == "oauth.request-token-other-consumer")
        #expect(await refused(["oauth_token": holder.verifier]) == "oauth.not-request-token")
        #expect(await refused(["oauth_token": String(repeating: "z", count: 32)]) == "oauth.token-unknown")
        #expect(try await test.outcome(of: holder.request(at: test.clock, nonce: "call")) == "oauth.token-not-access")
        #expect(await refused([:]) == "passed")
    }

    @Test func aRefusingEndpointLeavesNoPendingExchange() async throws {
        defer { test.remove() }
        endpoint.failure.withLock { $0 = EndpointFailure("it answered 500") }
        _ = await refusal { _ = try await begin() }
        let application = SigningApplication(try #require(endpoint.last))
        let late = await refusal { _ = try await test.core.oauth.requestToken(signing: application.request(at: test.clock, nonce: "n")) }
        #expect(late == "oauth.not-verifier-token")
        #expect(try await status() == .inactive)
    }

    @Test func reauthorisationWithdrawsAccessUntilTheExchangeEnds() async throws {
        defer { test.remove() }
        let holder = try await withRequestToken(begin())
        let access = try await test.core.oauth.accessToken(signing: holder.request(at: test.clock, nonce: "a"))
        guard
            case .underWay(let link) = try await test.core.administration(as: .localOperator).reauthorizeIntegration(
                "erp", baseURL: "https://b.example")
        else { return #expect(Bool(false)) }
        #expect(link?.hasPrefix("https://erp.example/login?oauth_consumer_key=\(holder.consumerKey)&success_call_back=https%3A") == true)
        #expect(try await status() == .waiting)
        #expect(try await test.core.tokens.caller(bearing: access.token) == nil)
        let next = try await withRequestToken(SigningApplication(try #require(endpoint.last)), nonce: "r2")
        _ = try await test.core.oauth.accessToken(signing: next.request(at: test.clock, nonce: "a2"))
        #expect(try await status() == .active)
    }

    @Test func deactivationEndsAnExchange() async throws {
        defer { test.remove() }
        let holder = try await withRequestToken(begin())
        try await test.core.administration(as: .localOperator).deactivateIntegration("erp")
        let late = await refusal { _ = try await test.core.oauth.accessToken(signing: holder.request(at: test.clock, nonce: "n")) }
        #expect(late == "oauth.token-unknown")
        #expect(try await status() == .inactive)
    }
}
