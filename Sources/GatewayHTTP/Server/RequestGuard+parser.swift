import NIOCore
import NIOHTTP1
import ServiceModel

/// What the parser gives up on.
extension RequestGuard {
    func failed(_ error: HTTPParserError, _ context: ChannelHandlerContext) {
        switch error {
        case .invalidMethod: readUnknownMethod(context)
        case .headerOverflow: refuse(Fault(.headTooLarge, kind: isTargetTooLong ? .targetTooLong : nil), context)
        default: refuse(Fault(.requestMalformed), context)
        }
    }

    /// The parser knows a list of methods, HTTP does not (RFC 9110 §16.1): a request with another one gets the answer of its address.
    func readUnknownMethod(_ context: ChannelHandlerContext) {
        guard state.isWaiting, let bytes = watch?.bytes else { return refuse(Fault(.requestMalformed), context) }
        switch LenientHead.whole(bytes.readableBytesView) {
        case .head(let head):
            awaitsHead = false
            arrived(head, isParsed: false, context)
        case .incomplete where bytes.readableBytes < RequestHeadRecorder.limit: awaitsHead = true
        case .incomplete: refuse(Fault(.headTooLarge, kind: isTargetTooLong ? .targetTooLong : nil), context)
        case .malformed: refuse(Fault(.requestMalformed), context)
        }
    }

    private var isTargetTooLong: Bool {
        guard let bytes = watch?.bytes?.readableBytesView, !bytes.prefix(limits.requestLine).contains(UInt8(ascii: "\n")) else {
            return false
        }
        return !(LenientHead.lenient(bytes).map { rules.isHeadAlone($0) } ?? false)
    }
}
