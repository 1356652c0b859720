import NIOCore
import NIOHTTP1
import NIOPosix

/// A request that a listener received.
struct ReceivedRequest: Sendable {
    let method: String
    /// Path and query as sent.
    let target: String
    let headers: [(name: String, value: String)]
    let body: [UInt8]
    /// The body was longer than the bound; what is left of it was dropped.
    let isTooLarge: Bool

    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

struct GivenResponse: Sendable {
    var status: Int
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []
}

/// A small HTTP/1.1 server for mocks and recordings on one machine. It is no server for the open network: it has no time limits.
package final class HTTPListener: Sendable {
    private typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

    private let server: NIOAsyncChannel<Connection, Never>
    private let largestBody: Int
    package let port: Int

    /// - Parameter port: 0 for any free one.
    package init(host: String, port: Int, largestBody: Int = 16 * 1024 * 1024) async throws {
        server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(withPipeliningAssistance: true)
                    return try Connection(wrappingChannelSynchronously: channel)
                }
            }
        self.port = server.channel.localAddress?.port ?? port
        self.largestBody = largestBody
    }

    /// Serves until the task is cancelled.
    func serve(_ respond: @escaping @Sendable (ReceivedRequest) async -> GivenResponse) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            try await server.executeThenClose { connections in
                for try await connection in connections {
                    // A connection that breaks is the business of its client.
                    group.addTask { try? await self.serve(connection, respond) }
                }
            }
        }
    }

    private func serve(_ connection: Connection, _ respond: @Sendable (ReceivedRequest) async -> GivenResponse) async throws {
        try await connection.executeThenClose { parts, output in
            var head: HTTPRequestHead?
            var body: [UInt8] = []
            var isTooLarge = false
            for try await part in parts {
                switch part {
                case .head(let received):
                    head = received
                    body = []
                    isTooLarge = false
                case .body(let piece):
                    if body.count + piece.readableBytes > largestBody {
                        isTooLarge = true
                    } else {
                        body.append(contentsOf: piece.readableBytesView)
                    }
                case .end:
                    guard let head else { return }
                    let request = ReceivedRequest(
                        method: head.method.rawValue, target: head.uri, headers: head.headers.map { ($0.name, $0.value) }, body: body,
                        isTooLarge: isTooLarge)
                    try await write(await respond(request), isHead: head.method == .HEAD, to: output)
                    if !head.isKeepAlive { return }
                }
            }
        }
    }

    private func write(
        _ response: GivenResponse, isHead: Bool, to output: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
    ) async throws {
        var headers = HTTPHeaders(response.headers.map { ($0.name, $0.value) })
        headers.replaceOrAdd(name: "Content-Length", value: "\(response.body.count)")
        try await output.write(.head(HTTPResponseHead(version: .http1_1, status: .init(statusCode: response.status), headers: headers)))
        if !response.body.isEmpty, !isHead { try await output.write(.body(.byteBuffer(ByteBuffer(bytes: response.body)))) }
        try await output.write(.end(nil))
    }
}
