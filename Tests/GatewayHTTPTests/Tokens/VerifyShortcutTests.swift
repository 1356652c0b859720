import NIOCore
import NIOEmbedded
import NIOHTTP1
import ServiceModel
import Synchronization
import Testing
import TokenCore

@testable import GatewayHTTP

/// Answers in front of the framework and behind it are the same.
@Suite struct VerifyShortcutTests {
    /// `%` stands for a good token.
    static let plain = [
        "GET /auth/verify HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %\r\nX-Request-Id: r-1\r\n\r\n",
        "GET /auth/verify HTTP/1.1\r\nHost: a\r\nauthorization: bEARER %\r\nx-request-id: R_2\r\nAccept: text/html\r\nCookie: a=b\r\n\r\n",
    ]
    static let unusual = [
        "GET /auth/verify HTTP/1.1\r\nHost: a\r\nX-Request-Id: r\r\n\r\n",
        "GET /auth/verify HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer 0123456789abcdef0123456789abcdef\r\nX-Request-Id: r\r\n\r\n",
        "GET /auth/verify HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer  %\r\nX-Request-Id: r\r\n\r\n",
        "GET /auth/verify HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer % x\r\nX-Request-Id: r\r\n\r\n",
        "GET /auth/verify HTTP/1.1\r\nHost: a\r\nAuthorization: Basic %\r\nX-Request-Id: r\r\n\r\n",
        "GET /auth/verify HTTP/1.1\r\nHost: a\r\nAuthorization: OAuth oauth_token=\"%\"\r\nX-Request-Id: r\r\n\r\n",
        "GET /auth/verify HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %\r\nAuthorization: Bearer %\r\nX-Request-Id: r\r\n\r\n",
        "GET /auth/verify? HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %\r\nX-Request-Id: r\r\n\r\n",
        "GET /auth/verify?resource=Magento_Customer::customer HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %\r\nX-Request-Id: r\r\n\r\n",
        "GET /auth/verify?resource=nothing HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %\r\nX-Request-Id: r\r\n\r\n",
        "GET /auth/verify/ HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %\r\nX-Request-Id: r\r\n\r\n",
        "GET /auth/Verify HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %\r\nX-Request-Id: r\r\n\r\n",
        "HEAD /auth/verify HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %\r\nX-Request-Id: r\r\n\r\n",
        "TRACE /auth/verify HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %\r\nX-Request-Id: r\r\n\r\n",
        "POST /auth/verify HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %\r\nContent-Length: 2\r\nX-Request-Id: r\r\n\r\nab",
        "GET /auth/verify HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %\r\nContent-Length: 2\r\nX-Request-Id: r\r\n\r\nab",
        "GET /auth/verify HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %\r\nTransfer-Encoding: chunked\r\nX-Request-Id: r\r\n\r\n0\r\n\r\n",
        "GET /auth/verify HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %\r\nExpect: 100-continue\r\nX-Request-Id: r\r\n\r\n",
        "GET /auth/verify HTTP/1.1\r\nAuthorization: Bearer %\r\nX-Request-Id: r\r\n\r\n",
    ]
    /// After which the connection ends.
    static let last = [
        "GET /auth/verify HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %\r\nConnection: close\r\nX-Request-Id: r\r\n\r\n",
        "GET /auth/verify HTTP/1.0\r\nAuthorization: Bearer %\r\nX-Request-Id: r\r\n\r\n",
    ]

    private func answer(_ port: Int, _ request: String, _ token: String) async throws -> String {
        let text = try await RawClient.send(
            port, request.replacing("%", with: token), answers: request.contains("100-continue") ? 2 : 1
        ).text
        return text.replacing(/Date: [^\r]*/, with: "Date:").replacing(/oauth_[a-z]+=/, with: "")
    }

    @Test func bothWaysAnswerAlike() async throws {
        try await TestServer.run { port, test in
            let token = try await test.token(.admin, "ops")
            for request in Self.plain + Self.unusual + Self.last {
                let framework = try await answer(port, request, token)
                // Twice, because a look may be late on a busy machine.
                for _ in 0..<2 {
                    try await test.core.facts.look()
                    _ = try await test.core.tokens.caller(bearing: Secret(token))
                    #expect(try await answer(port, request, token) == framework, "\(request)")
                }
                // Until the next request nothing is known again.
                try await test.core.database.write { try $0.setSetting("x", request) }
            }
        }
    }

    @Test func whatIsAskedThroughASocketEndsWithTheToken() async throws {
        try await TestServer.run { port, test in
            let token = try await test.token(.customer, "ann@example.test")
            for _ in 0..<3 {
                try await test.core.facts.look()
                #expect(try await answer(port, Self.plain[0], token).hasPrefix("HTTP/1.1 204 "))
            }
            _ = try await test.core.administration.revokeTokens(of: .customer("ann@example.test"))
            #expect(try await answer(port, Self.plain[0], token).hasPrefix("HTTP/1.1 401 "))
        }
    }

    @Test func pipelinedRequestsAreAnsweredInOrder() async throws {
        try await TestServer.run { port, test in
            let token = try await test.token(.customer, "ann@example.test")
            try await test.core.facts.look()
            _ = try await test.core.tokens.caller(bearing: Secret(token))
            let slow = "GET /rest/V1/customers/me HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\nX-Request-Id: slow\r\n\r\n"
            var requests = slow
            var expected = ["slow"]
            for number in 0..<300 {
                requests += Self.plain[0].replacing("%", with: token).replacing("r-1", with: "r-\(number)")
                expected.append("r-\(number)")
            }
            requests += slow.replacing("X-Request-Id", with: "Connection: close\r\nX-Request-Id")
            let text = try await RawClient.send(port, requests).text
            #expect(text.matches(of: /X-Request-Id: ([^\r]*)/).map { String($0.1) } == expected + ["slow"])
        }
    }

    /// What stands behind the shortcut.
    private final class Rest: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        var parts = 0
        func channelRead(context: ChannelHandlerContext, data: NIOAny) { parts += 1 }
    }

    /// What stands before it.
    private final class Wire: ChannelOutboundHandler {
        typealias OutboundIn = HTTPServerResponsePart
        var answers: [String] = []
        func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
            if let answer = event as? WireAnswer { answers.append(String(buffer: answer.bytes)) }
        }
    }

    @Test func onlyPlainQuestionsAboutKnownTokensAreAnswered() async throws {
        let test = try await TestFront()
        defer { test.remove() }
        let token = try await test.token(.admin, "ops")
        let log = LogKeeper()
        let desk = VerifyShortcut.Desk(
            path: test.front.verifyPath, tokens: test.core.tokens, record: RequestRecord(log: AccessLog(logger: log.logger)))
        let (wire, rest) = (Wire(), Rest())
        let channel = EmbeddedChannel(handlers: [wire, VerifyShortcut(desk), rest])
        func ask(_ headers: HTTPHeaders, _ method: HTTPMethod = .GET, _ uri: String = "/auth/verify") throws -> (Int, Int) {
            let before = (wire.answers.count, rest.parts)
            try channel.writeInbound(HTTPServerRequestPart.head(.init(version: .http1_1, method: method, uri: uri, headers: headers)))
            try channel.writeInbound(HTTPServerRequestPart.end(nil))
            return (wire.answers.count - before.0, rest.parts - before.1)
        }
        let headers: HTTPHeaders = ["Host": "a", "Authorization": "Bearer \(token)"]
        #expect(try ask(headers) == (0, 2), "not known yet")
        try await test.core.facts.look()
        _ = try await test.core.tokens.caller(bearing: Secret(token))
        while try ask(headers) != (1, 0) {
            try await test.core.facts.look()
            _ = try await test.core.tokens.caller(bearing: Secret(token))
        }
        #expect(log.lines.withLock { $0 } == ["GET /auth/verify 204 unknown"])
        #expect(try ask(headers, .HEAD) == (0, 2))
        #expect(try ask(headers, .GET, "/auth/verify?") == (0, 2))
        #expect(try ask(headers, .GET, "/auth/verif") == (0, 2))
        for (name, value) in [
            ("Content-Length", "0"), ("Transfer-Encoding", "chunked"), ("Connection", "close"), ("Authorization", "Bearer \(token)"),
        ] {
            var more = headers
            more.add(name: name, value: value)
            #expect(try ask(more) == (0, 2), "\(name)")
        }
        #expect(try ask(["Host": "a", "Authorization": "OAuth oauth_token=x"]) == (0, 2))
        try await test.core.database.write { try $0.setSetting("x", "1") }
        #expect(try ask(headers) == (0, 2), "no longer known")
        _ = try channel.finish()
    }
}
