import NIOCore
import NIOHTTP1
import ServiceModel

/// Requests that NIO's parser fails to parse.
extension RequestGuard {
    func parserFailed(_ error: HTTPParserError, _ context: ChannelHandlerContext) {
        switch error {
        case .invalidMethod: readUnknownMethod(context)
        case .headerOverflow: refuse(Fault(.headTooLarge, kind: isTargetTooLong ? .targetTooLong : nil), context)
        default: refuse(Fault(.requestMalformed), context)
        }
    }

    /// The parser accepts a fixed list of methods; HTTP does not have one (RFC 9110 §16.1). A request with another method gets the response
    /// of its path.
    func readUnknownMethod(_ context: ChannelHandlerContext) {
        guard state.isWaiting, let bytes = recorder?.bytes else { return refuse(Fault(.requestMalformed), context) }
        switch LenientHead.parse(bytes.readableBytesView) {
        case .head(let head):
            awaitsHead = false
            received(head, isParsed: false, context)
        case .incomplete where bytes.readableBytes < RequestHeadRecorder.limit: awaitsHead = true
        case .incomplete: refuse(Fault(.headTooLarge, kind: isTargetTooLong ? .targetTooLong : nil), context)
        case .malformed: refuse(Fault(.requestMalformed), context)
        }
    }

    private var isTargetTooLong: Bool {
        guard let bytes = recorder?.bytes?.readableBytesView, !bytes.prefix(limits.requestLine).contains(UInt8(ascii: "\n")) else {
            return false
        }
        return !(LenientHead.parseLeniently(bytes).map { rules.ignoresBody($0) } ?? false)
    }
}
