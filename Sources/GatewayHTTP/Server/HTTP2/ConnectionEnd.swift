import NIOCore
import NIOHTTP2

/// Closes a connection of HTTP/2 after an error of the whole connection, a flood among them: NIOHTTP2 has said GOAWAY by then, and
/// leaves the closing to others.
final class ConnectionEnd: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // An error of one stream ends that stream.
        if error is NIOHTTP2Errors.StreamError { return }
        context.close(promise: nil)
    }
}
