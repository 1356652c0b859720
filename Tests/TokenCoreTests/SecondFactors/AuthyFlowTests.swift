import ServiceModel
import Testing

@testable import TokenCore

struct AuthyFlowTests {
    private let device = AuthyFactor.Device(country: "49", phone: "170-555", method: "sms")

    /// A bench whose admin has activated Authy.
    private func enrolled() async throws -> FactorBench {
        let bench = try await FactorBench("authy")
        let token = try await bench.token()
        bench.transport.answer(
            .json(["success": true, "message": "sent", "seconds_to_expire": 120]), .json(["success": true]),
            .json(["success": true, "user": ["id": 4711]]))
        let prompt = try await bench.factors.authy.configure(token, device, bench.context())
        #expect(prompt.message == "sent" && prompt.expirationSeconds == "120")
        try await bench.factors.authy.activate(token, code: Secret("1234"), bench.context())
        return bench
    }

    private func signIn(_ bench: FactorBench, _ code: String) async throws -> String {
        try await bench.outcome { _ = try await bench.factors.authy.signIn(bench.credentials, code: Secret(code), bench.context()) }
    }

    private func send(_ bench: FactorBench, _ via: String) async throws -> String {
        try await bench.outcome { try await bench.factors.authy.send(bench.credentials, via: via, bench.context()) }
    }

    private func approve(_ bench: FactorBench) async throws -> String {
        try await bench.outcome { _ = try await bench.factors.authy.signInWithApproval(bench.credentials, bench.context()) }
    }

    @Test func enrolmentAndSignInSendTheRequestsOfTheContract() async throws {
        let bench = try await enrolled()
        defer { bench.remove() }
        #expect(
            bench.transport.requests.map { "\($0.method.rawValue) \($0.url) \($0.body.revealed)" } == [
                "POST https://api.authy.com/protected/json/phones/verification/start via=sms&country_code=49&phone_number=170-555",
                "GET https://api.authy.com/protected/json/phones/verification/check?country_code=49&phone_number=170-555"
                    + "&verification_code=1234 ",
                "POST https://api.authy.com/protected/json/users/new user%5Bemail%5D=ops%40example.test&user%5Bcellphone%5D=170-555"
                    + "&user%5Bcountry_code%5D=49",
            ])
        bench.transport.answer(.json(["success": "true", "token": "is valid"]))
        #expect(try await signIn(bench, "1234567") == "ok")
        #expect(bench.transport.requests.last?.url == "https://api.authy.com/protected/json/verify/1234567/4711")
        #expect(bench.transport.requests.last?.headers.first { $0.name == "X-Authy-API-Key" }?.value.revealed == "authy-key")
    }

    @Test(arguments: ["", "12/34", "12 34", "１２", "../x", "1?a=b"])
    func codeThatIsNotAllowedInAURLIsRefusedWithoutARequest(_ code: String) async throws {
        let bench = try await enrolled()
        defer { bench.remove() }
        let before = bench.transport.requests.count
        #expect(try await signIn(bench, code) == "tfa.authy-code-format")
        #expect(bench.transport.requests.count == before)
    }

    @Test func refusalCarriesTheMessageOfAuthyAndCounts() async throws {
        let bench = try await enrolled()
        defer { bench.remove() }
        bench.transport.answer(.json(["success": false, "message": "Token is invalid"], status: 401))
        do {
            _ = try await bench.factors.authy.signIn(bench.credentials, code: Secret("1"), bench.context())
            Issue.record("a token came")
        } catch let error as Fault {
            #expect(error.message == .tfaProviderWords)
            #expect(MessageTexts().text(of: error) == "Token is invalid")
        }
        #expect(try await bench.test.database.read { try $0.throttleEntry(.admin, key: "ops") }?.failures == 1)
        bench.transport.answer(.silence)
        #expect(try await signIn(bench, "1") == "tfa.provider-unreachable")
        #expect(try await bench.test.database.read { try $0.throttleEntry(.admin, key: "ops") }?.failures == 1)
    }

    @Test(arguments: ["onetouch", "", "post", "SMS"])
    func phoneIsVerifiedByMessageOrCallOnly(_ method: String) async throws {
        let bench = try await FactorBench("authy")
        defer { bench.remove() }
        let token = try await bench.token()
        let other = AuthyFactor.Device(country: "49", phone: "1", method: method)
        #expect(try await bench.outcome { _ = try await bench.factors.authy.configure(token, other, bench.context()) } == "tfa.authy-via")
    }

    @Test func activationNeedsAConfigurationAndARightCode() async throws {
        let bench = try await FactorBench("authy")
        defer { bench.remove() }
        let token = try await bench.token()
        let authy = bench.factors.authy
        let outcome = { try await bench.outcome { try await authy.activate(token, code: Secret("1"), bench.context()) } }
        #expect(try await outcome() == "tfa.authy-request-missing")
        bench.transport.answer(.json(["success": true]))
        _ = try await authy.configure(token, device, bench.context())
        bench.transport.answer(.json(["success": false, "message": "wrong"]))
        #expect(try await outcome() == "tfa.provider-message")
        // Not active, because Authy has not created the user.
        bench.transport.answer(.json(["success": true]), .json(["success": false, "message": "no user"]))
        #expect(try await outcome() == "tfa.provider-message")
        #expect(try await signIn(bench, "1") == "tfa.provider-not-configured")
        bench.transport.answer(.json(["success": true]), .json(["success": true, "user": ["id": "9"]]))
        #expect(try await outcome() == "ok")
    }

    @Test func codesAreSentByMessageAndCall() async throws {
        let bench = try await enrolled()
        defer { bench.remove() }
        for via in ["sms", "call"] {
            bench.transport.answer(.json(["success": true]))
            #expect(try await send(bench, via) == "ok")
            #expect(bench.transport.requests.last?.url == "https://api.authy.com/protected/json/\(via)/4711?force=true")
        }
        #expect(try await send(bench, "letter") == "tfa.authy-via")
        bench.transport.answer(.json(["success": false, "message": "no"]))
        #expect(try await send(bench, "sms") == "tfa.provider-message")
        #expect(try await bench.test.database.read { try $0.throttleEntry(.admin, key: "ops") } == nil)
    }

    private static let request = ScriptedTransport.Answer.json(["success": true, "approval_request": ["uuid": "ab-12"]])

    private static func state(_ status: Wire) -> ScriptedTransport.Answer {
        .json(["success": true, "approval_request": ["status": status]])
    }

    @Test func approvalIsValidForOneToken() async throws {
        let bench = try await enrolled()
        defer { bench.remove() }
        #expect(try await approve(bench) == "tfa.authy-no-approval")
        bench.transport.answer(Self.request)
        #expect(try await send(bench, "onetouch") == "ok")
        #expect(bench.transport.requests.last?.body.revealed.contains("details%5BUser%5D=ops") == true)
        bench.transport.answer(Self.state("pending"), Self.state("pending"), Self.state("approved"))
        #expect(try await approve(bench) == "ok")
        #expect(bench.transport.requests.last?.url == "https://api.authy.com/onetouch/json/approval_requests/ab-12")
        #expect(try await approve(bench) == "tfa.authy-no-approval")
    }

    @Test(arguments: ["denied", "expired", "pending"])
    func otherStatesOfAnApprovalAreDenials(_ status: String) async throws {
        let bench = try await enrolled()
        defer { bench.remove() }
        bench.transport.answer(Self.request)
        #expect(try await send(bench, "onetouch") == "ok")
        let before = bench.transport.requests.count
        for _ in 0..<10 { bench.transport.answer(Self.state(.text(status))) }
        #expect(try await approve(bench) == "tfa.authy-denied")
        #expect(bench.transport.requests.count - before == (status == "pending" ? 10 : 1))
    }
}
