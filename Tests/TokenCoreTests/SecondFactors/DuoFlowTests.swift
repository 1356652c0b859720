import ServiceModel
import TestSupport
import Testing

@testable import TokenCore

struct DuoFlowTests {
    private static func response(_ status: Wire) -> ScriptedTransport.Outcome {
        .json(["stat": "OK", "response": ["status": status]])
    }

    /// A fixture whose admin has activated Duo.
    private func enrolled() async throws -> SecondFactorFixture {
        let fixture = try await SecondFactorFixture("duo_security,google")
        let token = try await fixture.token()
        fixture.transport.enqueue(.json(["stat": "OK", "response": ["result": "auth"]]))
        try await fixture.factors.duo.activate(token, fixture.context())
        return fixture
    }

    private func signIn(_ fixture: SecondFactorFixture, _ passcode: String) async throws -> String {
        try await fixture.outcome {
            _ = try await fixture.factors.duo.signIn(fixture.credentials, passcode: Secret(passcode), fixture.context())
        }
    }

    @Test func passcodeThatDuoAllowsSignsIn() async throws {
        let fixture = try await enrolled()
        defer { fixture.remove() }
        fixture.transport.enqueue(Self.response("allow"))
        #expect(try await signIn(fixture, "123456") == "ok")
        let request = try #require(fixture.transport.requests.last)
        #expect(request.url == "https://api-0a1b2c3d.duosecurity.com/auth/v2/auth")
        #expect(request.body.revealed == #"{"factor":"passcode","passcode":"123456","username":"ops"}"#)
        #expect(request.headers.contains { $0.name == "Authorization" && $0.value.revealed.hasPrefix("Basic ") })
    }

    @Test(arguments: [
        (ScriptedTransport.Outcome.json(["stat": "OK", "response": ["status": "deny"]]), "tfa.duo-refused", 1),
        (.json(["stat": "OK", "response": ["status": 1]]), "tfa.duo-refused", 1),
        (.json(["stat": "OK"]), "tfa.provider-unreachable", 0),
        (.json(["stat": "FAIL", "code": 40101], status: 401), "tfa.provider-unreachable", 0),
        (.json([]), "tfa.provider-unreachable", 0), (.silence, "tfa.provider-unreachable", 0),
        (.refusedConnection, "tfa.provider-unreachable", 0),
    ])
    func otherResponsesOfDuoAreRefused(_ response: ScriptedTransport.Outcome, _ outcome: String, _ counted: Int) async throws {
        let fixture = try await enrolled()
        defer { fixture.remove() }
        fixture.transport.enqueue(response)
        #expect(try await signIn(fixture, "123456") == outcome)
        let entry = try await fixture.test.database.read { try $0.throttleEntry(.admin, key: "ops") }
        #expect(entry?.failures ?? 0 == counted)
        #expect(try await fixture.liveTokens() == 0)
    }

    @Test func outageOfDuoDoesNotAffectOtherProviders() async throws {
        let fixture = try await enrolled()
        defer { fixture.remove() }
        try await fixture.setGoogle()
        fixture.transport.enqueue(.refusedConnection)
        #expect(try await signIn(fixture, "123456") == "tfa.provider-unreachable")
        #expect(try await fixture.outcome { _ = try await fixture.signInWithGoogle(fixture.code()) } == "ok")
    }

    @Test func emptyPasscodeIsRefusedWithoutARequest() async throws {
        let fixture = try await enrolled()
        defer { fixture.remove() }
        let before = fixture.transport.requests.count
        #expect(try await signIn(fixture, "") == "tfa.duo-refused")
        #expect(fixture.transport.requests.count == before)
    }

    @Test func pushWaitsForThePerson() async throws {
        let fixture = try await enrolled()
        defer { fixture.remove() }
        fixture.transport.enqueue(Self.response("allow"))
        #expect(try await signIn(fixture, "push") == "ok")
        #expect(fixture.transport.requests.last?.body.revealed == #"{"device":"auto","factor":"push","username":"ops"}"#)
        fixture.transport.enqueue(.silence)
        #expect(try await signIn(fixture, "push") == "tfa.duo-refused")
        fixture.transport.enqueue(.refusedConnection)
        #expect(try await signIn(fixture, "push") == "tfa.provider-unreachable")
    }

    @Test func rateLimitedRequestIsRetried() async throws {
        let fixture = try await enrolled()
        defer { fixture.remove() }
        let before = fixture.transport.requests.count
        let busy = ScriptedTransport.Outcome.json(["stat": "FAIL", "code": 42901], status: 429)
        fixture.transport.enqueue(busy, busy, busy, Self.response("allow"))
        #expect(try await signIn(fixture, "123456") == "ok")
        fixture.transport.enqueue(busy, busy, busy, busy)
        #expect(try await signIn(fixture, "123456") == "tfa.provider-unreachable")
        #expect(fixture.transport.requests.count - before == 8)
    }

    @Test(arguments: ["allow", "deny", "enroll"])
    func incompleteEnrolmentDoesNotActivate(_ result: String) async throws {
        let fixture = try await SecondFactorFixture("duo_security")
        defer { fixture.remove() }
        let token = try await fixture.token()
        fixture.transport.enqueue(.json(["stat": "OK", "response": ["result": .text(result)]]))
        #expect(try await fixture.outcome { try await fixture.factors.duo.activate(token, fixture.context()) } == "ok")
        #expect(try await signIn(fixture, "1") == "tfa.provider-not-configured")
    }

    @Test func configureReturnsTheResponseOfDuo() async throws {
        let fixture = try await SecondFactorFixture("duo_security")
        defer { fixture.remove() }
        let token = try await fixture.token()
        fixture.transport.enqueue(.json(["stat": "FAIL", "code": 40003], status: 400))
        let response = try await fixture.factors.duo.configure(token, fixture.context())
        #expect(response.status == 400)
        #expect(response.json["stat"]?.asText == "FAIL")
        #expect(fixture.transport.requests.last?.body.revealed == #"{"username":"ops","valid_secs":"60"}"#)
    }
}
