import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
import Testing

@testable import OutboundHTTP
@testable import ServiceModel
@testable import TokenCore

/// The POST that starts an exchange, to a real socket.
@Suite struct EndpointPostTests {
    private static let start = ExchangeStart(
        consumerKey: "key", consumerSecret: Secret("a+b"), storeBaseURL: "https://b.example/", verifier: Secret("v"))

    private func post(to server: FormServer, path: String = "/", timeout: Duration = .seconds(20)) async throws -> String {
        do {
            try await EndpointRequest().post(Self.start, to: "http://127.0.0.1:\(server.port)\(path)", timeout: timeout)
            return "accepted"
        } catch {
            return error.description
        }
    }

    @Test(arguments: [(200, "accepted"), (204, "accepted"), (500, "it answered 500"), (302, "it answered 302")])
    func theStatusDeterminesTheOutcome(_ status: Int, _ outcome: String) async throws {
        let server = try await FormServer(status: status)
        #expect(try await post(to: server, path: "/oauth?x=1") == outcome)
        #expect(
            server.received == [
                "POST /oauth?x=1 application/x-www-form-urlencoded "
                    + "oauth_consumer_key=key&oauth_consumer_secret=a%2Bb&store_base_url=https%3A%2F%2Fb.example%2F&oauth_verifier=v"
            ])
        try await server.stop()
    }

    /// The failure is immediate: the request is not repeated until its deadline, which is longer than the time limit of the test.
    @Test(.timeLimit(.minutes(1))) func failuresContainNoSecrets() async throws {
        let server = try await FormServer(status: 200)
        try await server.stop()
        let outcome = try await post(to: server, timeout: .seconds(3600))
        #expect(outcome != "accepted" && !outcome.contains("a+b") && !outcome.contains("a%2Bb"))
    }
}

/// Responds to every request with one status and records the requests.
private final class FormServer: Sendable {
    let port: Int
    private let kept = Kept()
    private let channel: any Channel

    init(status: Int) async throws {
        let kept = kept
        channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(status: status, kept: kept))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    var received: [String] { kept.lines.withLock { $0 } }

    func stop() async throws { try await channel.close() }

    private final class Kept: Sendable {
        let lines = Mutex<[String]>([])
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart
        private let status: Int
        private let kept: Kept
        private var line = ""

        init(status: Int, kept: Kept) {
            self.status = status
            self.kept = kept
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): line = "\(head.method.rawValue) \(head.uri) \(head.headers.first(name: "content-type") ?? "") "
            case .body(let buffer): line += String(buffer: buffer)
            case .end:
                kept.lines.withLock { $0.append(line) }
                let head = HTTPResponseHead(
                    version: .http1_1, status: .init(statusCode: status), headers: ["Content-Length": "0", "Location": "/elsewhere"])
                context.write(wrapOutboundOut(.head(head)), promise: nil)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }
    }
}
