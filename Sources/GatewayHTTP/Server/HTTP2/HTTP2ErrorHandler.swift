import NIOCore
import NIOHTTP2

/// Closes a connection of HTTP/2 after an error of the whole connection, a flood among them: NIOHTTP2 has said GOAWAY by then, and
/// leaves the closing to others. After a flood that NIOHTTP2 does not see, GOAWAY is said here.
final class HTTP2ErrorHandler: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame
    typealias OutboundOut = HTTP2Frame

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // An error of one stream ends that stream.
        if error is NIOHTTP2Errors.StreamError { return }
        context.close(promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is FrameFlood else { return context.fireUserInboundEventTriggered(event) }
        let goodbye = HTTP2Frame(
            streamID: .rootStream, payload: .goAway(lastStreamID: .maxID, errorCode: .enhanceYourCalm, opaqueData: nil))
        context.writeAndFlush(wrapOutboundOut(goodbye), promise: nil)
        context.close(promise: nil)
    }
}
