import Foundation
import NIOCore
import NIOPosix

/// The bytes received on a connection, and whether the server closed it.
package struct RawResponse: Sendable {
    package let text: String
    package let closed: Bool

    package var statuses: [Int] {
        text.components(separatedBy: "HTTP/1.1 ").dropFirst().compactMap { Int($0.prefix(3)) }
    }
}

/// Sends raw bytes and reads until the server closes the connection or enough responses have been received.
package enum RawClient {
    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        var received = ByteBuffer()
        let done: EventLoopPromise<RawResponse>
        let responses: Int

        init(_ done: EventLoopPromise<RawResponse>, responses: Int) {
            self.done = done
            self.responses = responses
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            received.writeImmutableBuffer(unwrapInboundIn(data))
            let text = String(buffer: received)
            let count = text.components(separatedBy: "HTTP/1.1 ").count - 1
            if responses > 0, count >= responses, text.hasSuffix("}") || text.hasSuffix("\r\n\r\n") {
                done.succeed(RawResponse(text: text, closed: false))
            }
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if let event = event as? ChannelEvent, event == .inputClosed { finish() }
        }

        func channelInactive(context: ChannelHandlerContext) { finish() }
        func errorCaught(context: ChannelHandlerContext, error: any Error) { finish() }
        private func finish() { done.succeed(RawResponse(text: String(buffer: received), closed: true)) }
    }

    /// - Parameters:
    ///   - responses: the number of responses to wait for; 0 waits for the end of the connection.
    ///   - hangsUp: whether to close the sending side after the last part.
    package static func send(_ port: Int, _ parts: String..., responses: Int = 0, hangsUp: Bool = false) async throws -> RawResponse {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let done = loop.makePromise(of: RawResponse.self)
        let channel = try await ClientBootstrap(group: loop)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Collector(done, responses: responses))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        for part in parts { try? await channel.writeAndFlush(ByteBuffer(string: part)) }
        if hangsUp { try? await channel.close(mode: .output) }
        // Fails instead of hanging.
        let timeout = loop.scheduleTask(in: .seconds(20)) { done.fail(ChannelError.connectTimeout(.seconds(20))) }
        defer { timeout.cancel() }
        let response = try await done.futureResult.get()
        try? await channel.close()
        return response
    }
}
