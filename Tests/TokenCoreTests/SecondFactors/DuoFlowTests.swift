import ServiceModel
import Testing

@testable import TokenCore

struct DuoFlowTests {
    private static func answer(_ status: Wire) -> ScriptedTransport.Answer {
        .json(["stat": "OK", "response": ["status": status]])
    }

    /// A bench whose admin has activated Duo.
    private func enrolled() async throws -> FactorBench {
        let bench = try await FactorBench("duo_security,google")
        let token = try await bench.token()
        bench.transport.answer(.json(["stat": "OK", "response": ["result": "auth"]]))
        try await bench.factors.duo.activate(token, bench.context())
        return bench
    }

    private func signIn(_ bench: FactorBench, _ passcode: String) async throws -> String {
        try await bench.outcome { _ = try await bench.factors.duo.signIn(bench.credentials, passcode: Secret(passcode), bench.context()) }
    }

    @Test func passcodeThatDuoAllowsSignsIn() async throws {
        let bench = try await enrolled()
        defer { bench.remove() }
        bench.transport.answer(Self.answer("allow"))
        #expect(try await signIn(bench, "123456") == "ok")
        let request = try #require(bench.transport.requests.last)
        #expect(request.url == "https://api-0a1b2c3d.duosecurity.com/auth/v2/auth")
        #expect(request.body.revealed == #"{"factor":"passcode","passcode":"123456","username":"ops"}"#)
        #expect(request.headers.contains { $0.name == "Authorization" && $0.value.revealed.hasPrefix("Basic ") })
    }

    @Test(arguments: [
        (ScriptedTransport.Answer.json(["stat": "OK", "response": ["status": "deny"]]), "tfa.duo-refused", 1),
        (.json(["stat": "OK", "response": ["status": 1]]), "tfa.duo-refused", 1),
        (.json(["stat": "OK"]), "tfa.provider-unreachable", 0),
        (.json(["stat": "FAIL", "code": 40101], status: 401), "tfa.provider-unreachable", 0),
        (.json([]), "tfa.provider-unreachable", 0), (.silence, "tfa.provider-unreachable", 0),
        (.refusedConnection, "tfa.provider-unreachable", 0),
    ])
    func otherResponsesOfDuoAreRefused(_ answer: ScriptedTransport.Answer, _ outcome: String, _ counted: Int) async throws {
        let bench = try await enrolled()
        defer { bench.remove() }
        bench.transport.answer(answer)
        #expect(try await signIn(bench, "123456") == outcome)
        let entry = try await bench.test.database.read { try $0.throttleEntry(.admin, key: "ops") }
        #expect(entry?.failures ?? 0 == counted)
        #expect(try await bench.liveTokens() == 0)
    }

    @Test func outageOfDuoDoesNotAffectOtherProviders() async throws {
        let bench = try await enrolled()
        defer { bench.remove() }
        try await bench.setGoogle()
        bench.transport.answer(.refusedConnection)
        #expect(try await signIn(bench, "123456") == "tfa.provider-unreachable")
        #expect(try await bench.outcome { _ = try await bench.signInWithGoogle(bench.code()) } == "ok")
    }

    @Test func emptyPasscodeIsRefusedWithoutARequest() async throws {
        let bench = try await enrolled()
        defer { bench.remove() }
        let before = bench.transport.requests.count
        #expect(try await signIn(bench, "") == "tfa.duo-refused")
        #expect(bench.transport.requests.count == before)
    }

    @Test func pushWaitsForThePerson() async throws {
        let bench = try await enrolled()
        defer { bench.remove() }
        bench.transport.answer(Self.answer("allow"))
        #expect(try await signIn(bench, "push") == "ok")
        #expect(bench.transport.requests.last?.body.revealed == #"{"device":"auto","factor":"push","username":"ops"}"#)
        bench.transport.answer(.silence)
        #expect(try await signIn(bench, "push") == "tfa.duo-refused")
        bench.transport.answer(.refusedConnection)
        #expect(try await signIn(bench, "push") == "tfa.provider-unreachable")
    }

    @Test func rateLimitedRequestIsRetried() async throws {
        let bench = try await enrolled()
        defer { bench.remove() }
        let before = bench.transport.requests.count
        let busy = ScriptedTransport.Answer.json(["stat": "FAIL", "code": 42901], status: 429)
        bench.transport.answer(busy, busy, busy, Self.answer("allow"))
        #expect(try await signIn(bench, "123456") == "ok")
        bench.transport.answer(busy, busy, busy, busy)
        #expect(try await signIn(bench, "123456") == "tfa.provider-unreachable")
        #expect(bench.transport.requests.count - before == 8)
    }

    @Test(arguments: ["allow", "deny", "enroll"])
    func incompleteEnrolmentDoesNotActivate(_ result: String) async throws {
        let bench = try await FactorBench("duo_security")
        defer { bench.remove() }
        let token = try await bench.token()
        bench.transport.answer(.json(["stat": "OK", "response": ["result": .text(result)]]))
        #expect(try await bench.outcome { try await bench.factors.duo.activate(token, bench.context()) } == "ok")
        #expect(try await signIn(bench, "1") == "tfa.provider-not-configured")
    }

    @Test func configureReturnsTheResponseOfDuo() async throws {
        let bench = try await FactorBench("duo_security")
        defer { bench.remove() }
        let token = try await bench.token()
        bench.transport.answer(.json(["stat": "FAIL", "code": 40003], status: 400))
        let answer = try await bench.factors.duo.configure(token, bench.context())
        #expect(answer.status == 400)
        #expect(answer.json["stat"]?.asText == "FAIL")
        #expect(bench.transport.requests.last?.body.revealed == #"{"username":"ops","valid_secs":"60"}"#)
    }
}
