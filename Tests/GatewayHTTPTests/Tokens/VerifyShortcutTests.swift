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
        typealias OutboundOut = HTTPServerResponsePart
        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard case .end = unwrapInboundIn(data) else { return }
            context.write(wrapOutboundOut(.head(.init(version: .http1_1, status: .imATeapot))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }

    @Test func onlyPlainQuestionsAboutKnownTokensAreAnswered() async throws {
        let test = try await TestFront()
        defer { test.remove() }
        let token = try await test.token(.admin, "ops")
        let log = LogKeeper()
        let desk = VerifyShortcut.Desk(
            path: test.front.verifyPath, tokens: test.core.tokens, record: RequestRecord(log: AccessLog(logger: log.logger)),
            memory: AnswerMemory(test.core))
        /// The status of the answer on a new connection; 418 from behind the shortcut.
        @Sendable func ask(_ line: String = "GET /auth/verify", _ field: String = "", token: String = "Bearer \(token)") throws -> String {
            let channel = EmbeddedChannel()
            let (pipeline, watch) = (channel.pipeline.syncOperations, HeadWatch())
            let guardian = RequestGuard(limits: ListenerLimits(), watch: watch) { _, _, _ in GatewayResponse(status: 500) }
            try pipeline.addHandler(watch)
            try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: false, withErrorHandling: false)
            try pipeline.addHandlers(guardian, VerifyShortcut(desk, guardian: guardian, watch: watch, stamp: AnswerStamp()), Rest())
            try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
            let text = "\(line) HTTP/1.1\r\nHost: a\r\nAuthorization: \(token)\r\n\(field.isEmpty ? "" : field + "\r\n")\r\n"
            try channel.writeInbound(ByteBuffer(string: text))
            let answer = try channel.readOutbound(as: ByteBuffer.self).map { String(buffer: $0) } ?? ""
            return String(answer.dropFirst(9).prefix(3))
        }
        #expect(try ask() == "418", "not known yet")
        try await test.core.facts.look()
        _ = try await test.core.tokens.caller(bearing: Secret(token))
        while try ask() != "204" {
            try await test.core.facts.look()
            _ = try await test.core.tokens.caller(bearing: Secret(token))
        }
        #expect(log.lines.withLock { $0.last } == "GET /auth/verify 204 127.0.0.1")
        for line in ["HEAD /auth/verify", "GET /auth/verify?", "GET /auth/verif"] { #expect(try ask(line) == "418", "\(line)") }
        for field in ["Content-Length: 0", "Connection: close", "Authorization: Bearer \(token)"] {
            #expect(try ask("GET /auth/verify", field) == "418", "\(field)")
        }
        #expect(try ask(token: "OAuth oauth_token=x") == "418")
        try await test.core.database.write { try $0.setSetting("x", "1") }
        #expect(try ask() == "418", "no longer known")
    }
}
