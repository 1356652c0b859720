import ServiceModel
import TestSupport
import Testing

@testable import TokenCore

struct AuthyFlowTests {
    private let device = AuthyFactor.Device(country: "49", phone: "170-555", method: "sms")

    /// A fixture whose admin has activated Authy.
    private func enrolled() async throws -> SecondFactorFixture {
        let fixture = try await SecondFactorFixture("authy")
        let token = try await fixture.token()
        fixture.transport.enqueue(
            .json(["success": true, "message": "sent", "seconds_to_expire": 120]), .json(["success": true]),
            .json(["success": true, "user": ["id": 4711]]))
        let prompt = try await fixture.factors.authy.configure(token, device, fixture.context())
        #expect(prompt.message == "sent" && prompt.expirationSeconds == "120")
        try await fixture.factors.authy.activate(token, code: Secret("1234"), fixture.context())
        return fixture
    }

    private func signIn(_ fixture: SecondFactorFixture, _ code: String) async throws -> String {
        try await fixture.outcome { _ = try await fixture.factors.authy.signIn(fixture.credentials, code: Secret(code), fixture.context()) }
    }

    private func send(_ fixture: SecondFactorFixture, _ via: String) async throws -> String {
        try await fixture.outcome { try await fixture.factors.authy.send(fixture.credentials, via: via, fixture.context()) }
    }

    private func approve(_ fixture: SecondFactorFixture) async throws -> String {
        try await fixture.outcome { _ = try await fixture.factors.authy.signInWithApproval(fixture.credentials, fixture.context()) }
    }

    @Test func enrolmentAndSignInSendTheRequestsOfTheContract() async throws {
        let fixture = try await enrolled()
        defer { fixture.remove() }
        #expect(
            fixture.transport.requests.map { "\($0.method.rawValue) \($0.url) \($0.body.revealed)" } == [
                "POST https://api.authy.com/protected/json/phones/verification/start via=sms&country_code=49&phone_number=170-555",
                "GET https://api.authy.com/protected/json/phones/verification/check?country_code=49&phone_number=170-555"
                    + "&verification_code=1234 ",
                "POST https://api.authy.com/protected/json/users/new user%5Bemail%5D=ops%40example.test&user%5Bcellphone%5D=170-555"
                    + "&user%5Bcountry_code%5D=49",
            ])
        fixture.transport.enqueue(.json(["success": "true", "token": "is valid"]))
        #expect(try await signIn(fixture, "1234567") == "ok")
        #expect(fixture.transport.requests.last?.url == "https://api.authy.com/protected/json/verify/1234567/4711")
        #expect(fixture.transport.requests.last?.headers.first { $0.name == "X-Authy-API-Key" }?.value.revealed == "authy-key")
    }

    @Test(arguments: ["", "12/34", "12 34", "１２", "../x", "1?a=b"])
    func codeThatIsNotAllowedInAURLIsRefusedWithoutARequest(_ code: String) async throws {
        let fixture = try await enrolled()
        defer { fixture.remove() }
        let before = fixture.transport.requests.count
        #expect(try await signIn(fixture, code) == "tfa.authy-code-format")
        #expect(fixture.transport.requests.count == before)
    }

    @Test func refusalCarriesTheMessageOfAuthyAndCounts() async throws {
        let fixture = try await enrolled()
        defer { fixture.remove() }
        fixture.transport.enqueue(.json(["success": false, "message": "Token is invalid"], status: 401))
        do {
            _ = try await fixture.factors.authy.signIn(fixture.credentials, code: Secret("1"), fixture.context())
            Issue.record("a token came")
        } catch let error as Fault {
            #expect(error.message == .tfaProviderWords)
            #expect(MessageTexts().text(of: error) == "Token is invalid")
        }
        #expect(try await fixture.test.database.read { try $0.throttleEntry(.admin, key: "ops") }?.failures == 1)
        fixture.transport.enqueue(.silence)
        #expect(try await signIn(fixture, "1") == "tfa.provider-unreachable")
        #expect(try await fixture.test.database.read { try $0.throttleEntry(.admin, key: "ops") }?.failures == 1)
    }

    @Test(arguments: ["onetouch", "", "post", "SMS"])
    func phoneIsVerifiedByMessageOrCallOnly(_ method: String) async throws {
        let fixture = try await SecondFactorFixture("authy")
        defer { fixture.remove() }
        let token = try await fixture.token()
        let other = AuthyFactor.Device(country: "49", phone: "1", method: method)
        #expect(
            try await fixture.outcome { _ = try await fixture.factors.authy.configure(token, other, fixture.context()) } == "tfa.authy-via")
    }

    @Test func activationNeedsAConfigurationAndARightCode() async throws {
        let fixture = try await SecondFactorFixture("authy")
        defer { fixture.remove() }
        let token = try await fixture.token()
        let authy = fixture.factors.authy
        let outcome = { try await fixture.outcome { try await authy.activate(token, code: Secret("1"), fixture.context()) } }
        #expect(try await outcome() == "tfa.authy-request-missing")
        fixture.transport.enqueue(.json(["success": true]))
        _ = try await authy.configure(token, device, fixture.context())
        fixture.transport.enqueue(.json(["success": false, "message": "wrong"]))
        #expect(try await outcome() == "tfa.provider-message")
        // Not active, because Authy has not created the user.
        fixture.transport.enqueue(.json(["success": true]), .json(["success": false, "message": "no user"]))
        #expect(try await outcome() == "tfa.provider-message")
        #expect(try await signIn(fixture, "1") == "tfa.provider-not-configured")
        fixture.transport.enqueue(.json(["success": true]), .json(["success": true, "user": ["id": "9"]]))
        #expect(try await outcome() == "ok")
    }

    @Test func codesAreSentByMessageAndCall() async throws {
        let fixture = try await enrolled()
        defer { fixture.remove() }
        for via in ["sms", "call"] {
            fixture.transport.enqueue(.json(["success": true]))
            #expect(try await send(fixture, via) == "ok")
            #expect(fixture.transport.requests.last?.url == "https://api.authy.com/protected/json/\(via)/4711?force=true")
        }
        #expect(try await send(fixture, "letter") == "tfa.authy-via")
        fixture.transport.enqueue(.json(["success": false, "message": "no"]))
        #expect(try await send(fixture, "sms") == "tfa.provider-message")
        #expect(try await fixture.test.database.read { try $0.throttleEntry(.admin, key: "ops") } == nil)
    }

    private static let request = ScriptedTransport.Outcome.json(["success": true, "approval_request": ["uuid": "ab-12"]])

    private static func state(_ status: Wire) -> ScriptedTransport.Outcome {
        .json(["success": true, "approval_request": ["status": status]])
    }

    @Test func approvalIsValidForOneToken() async throws {
        let fixture = try await enrolled()
        defer { fixture.remove() }
        #expect(try await approve(fixture) == "tfa.authy-no-approval")
        fixture.transport.enqueue(Self.request)
        #expect(try await send(fixture, "onetouch") == "ok")
        #expect(fixture.transport.requests.last?.body.revealed.contains("details%5BUser%5D=ops") == true)
        fixture.transport.enqueue(Self.state("pending"), Self.state("pending"), Self.state("approved"))
        #expect(try await approve(fixture) == "ok")
        #expect(fixture.transport.requests.last?.url == "https://api.authy.com/onetouch/json/approval_requests/ab-12")
        #expect(try await approve(fixture) == "tfa.authy-no-approval")
    }

    @Test(arguments: ["denied", "expired", "pending"])
    func otherStatesOfAnApprovalAreDenials(_ status: String) async throws {
        let fixture = try await enrolled()
        defer { fixture.remove() }
        fixture.transport.enqueue(Self.request)
        #expect(try await send(fixture, "onetouch") == "ok")
        let before = fixture.transport.requests.count
        for _ in 0..<10 { fixture.transport.enqueue(Self.state(.text(status))) }
        #expect(try await approve(fixture) == "tfa.authy-denied")
        #expect(fixture.transport.requests.count - before == (status == "pending" ? 10 : 1))
    }
}
