import NIOCore
import NIOHTTP1
import ServiceModel
import Testing

@testable import GatewayHTTP

struct HeadRulesTests {
    private func outcome(
        _ uri: String = "/rest", _ headers: [(String, String)] = [("Host", "gateway.example")], method: HTTPMethod = .GET,
        version: HTTPVersion = .http1_1, hosts: [String] = []
    ) -> String {
        var limits = ListenerLimits()
        limits.hosts = hosts
        do {
            let head = HTTPRequestHead(version: version, method: method, uri: uri, headers: HTTPHeaders(headers))
            let accepted = try HeadRules(limits: limits).check(head)
            return accepted.target + (accepted.closes ? " closes" : "") + (accepted.wantsContinue ? " continue" : "")
        } catch {
            return error.message.id + (error.kind == .targetTooLong ? " 414" : "")
        }
    }

    static let hosts: [([(String, String)], String)] = [
        ([], "request.malformed"), ([("Host", "a"), ("Host", "a")], "request.malformed"), ([("Host", "")], "request.malformed"),
        ([("Host", "a b")], "request.malformed"), ([("Host", "user@a")], "request.malformed"), ([("Host", "a/b")], "request.malformed"),
        ([("Host", "a,b")], "request.malformed"), ([("Host", "[::1]:8080")], "/rest"), ([("host", "127.0.0.1:80")], "/rest"),
    ]

    @Test(arguments: hosts)
    func exactlyOneHostIsRequired(_ headers: [(String, String)], _ expected: String) {
        #expect(outcome("/rest", headers) == expected)
    }

    @Test(arguments: [
        ("http://gateway.example/rest?x=1", "/rest?x=1"), ("HTTP://GATEWAY.example/rest", "/rest"), ("http://gateway.example", "/"),
        ("http://gateway.example?x", "/?x"), ("https://gateway.example/", "/"), ("http://other.example/rest", "request.malformed"),
        ("http://gateway.example:81/rest", "request.malformed"), ("/http://other.example/", "/http://other.example/"), ("*", "*"),
    ])
    func targetsBecomeOriginForm(_ uri: String, _ expected: String) {
        #expect(outcome(uri) == expected)
    }

    @Test(arguments: [
        ("gateway.example", "/rest"), ("GATEWAY.EXAMPLE:8080", "/rest"), ("other.example", "request.misdirected"),
        ("api.example:8443", "/rest"), ("api.example", "request.misdirected"), ("gateway.example.evil", "request.misdirected"),
    ])
    func onlyAllowedHostsAreServed(_ host: String, _ expected: String) {
        #expect(outcome("/rest", [("Host", host)], hosts: ["gateway.example", "api.example:8443"]) == expected)
    }

    @Test(arguments: [
        ("100-continue", "/rest continue"), ("100-Continue", "/rest continue"), ("200-ok", "request.expectation"),
        ("100-continue, x", "request.expectation"),
    ])
    func onlyExpect100ContinueIsAccepted(_ value: String, _ expected: String) {
        #expect(outcome("/rest", [("Host", "a"), ("Expect", value)], method: .POST) == expected)
    }

    @Test(arguments: [("close", true), ("Close", true), ("keep-alive, CLOSE", true), ("keep-alive", false), ("closed", false)])
    func connectionsThatCannotPersistAreClosed(_ value: String, _ closes: Bool) {
        #expect(outcome("/rest", [("Host", "a"), ("Connection", value)]) == (closes ? "/rest closes" : "/rest"))
    }

    @Test func http10AndOtherVersions() {
        #expect(outcome("/rest", [], version: .http1_0) == "/rest closes")
        #expect(outcome("/rest", [("Host", "a"), ("Connection", "keep-alive")], version: .http1_0) == "/rest closes")
        #expect(outcome("/rest", version: .http2) == "request.malformed")
    }

    @Test func headsAndBodiesAboveTheLimitsAreRefused() {
        #expect(outcome("/" + String(repeating: "a", count: 8192 - 16)) != "head.too-large 414")
        #expect(outcome("/" + String(repeating: "a", count: 8192)) == "head.too-large 414")
        #expect(outcome("/rest", [("Host", "a"), ("X", String(repeating: "a", count: 16 * 1024))]) == "head.too-large")
        #expect(outcome("/rest", [("Host", "a")] + (0..<99).map { ("X\($0)", "1") }) == "/rest")
        #expect(outcome("/rest", [("Host", "a")] + (0..<100).map { ("X\($0)", "1") }) == "head.too-large")
        #expect(outcome("/rest", [("Host", "a"), ("Content-Length", "65536")], method: .POST) == "/rest")
        #expect(outcome("/rest", [("Host", "a"), ("Content-Length", "65537")], method: .POST) == "body.too-large")
        #expect(outcome("/rest", [("Host", "a"), ("Content-Length", "99999999999999999999")], method: .POST) == "body.too-large")
    }
}

struct RequestGuardStateTests {
    @Test func aConnectionServesOneRequestAfterTheOther() {
        var state = RequestGuardState()
        check(state.bytesArrived())
        check(!state.bytesArrived())
        check(state.headAccepted(closes: false))
        check(state.bodyArrived(10, limit: 20) == .pass)
        check(state.endArrived())
        state.responseHead()
        check(state.responseEnded() == .awaitNext)
        #expect(state.phase == .waiting(begun: false))
        check(state.headAccepted(closes: true))
        check(state.endArrived())
        check(state.responseEnded() == .close)
        #expect(state.isOver)
    }

    @Test func theHeadAloneCanBeACompleteRequest() {
        var state = RequestGuardState()
        _ = state.headAccepted(closes: false)
        state.headIsEnough()
        check(!state.isComplete && !state.isReceiving)
        // The rest of its body is discarded.
        check(state.bodyArrived(10, limit: 5) == .drop)
        check(!state.endArrived())
        check(state.responseEnded() == .awaitNext)
        check(!state.endArrived())
        check(state.headAccepted(closes: false))
    }

    @Test func bodiesAboveTheLimitAreRefused() {
        var state = RequestGuardState()
        _ = state.headAccepted(closes: false)
        check(state.bodyArrived(20, limit: 20) == .pass)
        check(state.bodyArrived(1, limit: 20) == .tooLarge)
        check(state.refuse())
        check(state.bodyArrived(1, limit: 20) == .drop)
        check(!state.endArrived())
        check(!state.refuse())
    }

    @Test func aResponseBeforeTheEndOfTheRequestCloses() {
        var state = RequestGuardState()
        _ = state.headAccepted(closes: false)
        state.responseHead()
        check(!state.refuse())
        check(state.responseEnded() == .close)
    }

    @Test func theGuardDoesNotRefuseACompleteRequest() {
        var state = RequestGuardState()
        _ = state.headAccepted(closes: false)
        _ = state.endArrived()
        check(!state.refuse())
        check(!state.headAccepted(closes: false))
    }

    /// Outside of the macro, which would capture the state as a constant.
    private func check(_ holds: Bool, _ location: SourceLocation = #_sourceLocation) {
        #expect(holds, sourceLocation: location)
    }
}
