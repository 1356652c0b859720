import NIOCore
import NIOHTTP1

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Stands before the parser and hands it the bytes in pieces, none of which has bytes of two messages. A message of HTTP/1 ends with an
/// empty line, or with the last byte of a body of known length (RFC 9112 §6, §7.1); the parser tells which, and when it has ended. So it
/// is known at any time whether a head has begun, and which bytes belong to it: when the parser gives up, they tell what was asked for,
/// in which protocol to refuse it, and whether the request line or the fields were too long. White space behind fields does not reach
/// the parser (``FieldPadding``).
final class RequestHeadRecorder: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum Place: Equatable {
        /// Nothing of the next message has come. Line ends do not count (RFC 9112 §2.2).
        case between
        /// In a head, or in chunks: the end is an empty line.
        case lines
        /// In a body with so many bytes to come.
        case body(Int)
    }

    private enum Reader {
        case parser
        /// The parser has failed; the rest of the head is still kept.
        case nobody
        /// No other message is read from this connection.
        case ended
    }

    /// Later bytes of a head are not kept.
    static let limit = 64 * 1024

    private var place = Place.between
    private var reader = Reader.parser
    private var unread: ByteBuffer?
    private var isHanding = false
    /// The line under way has nothing but carriage returns so far.
    private var lineIsEmpty = true
    private var padding = FieldPadding()
    private var context: ChannelHandlerContext?
    /// A head has begun that has not ended.
    private(set) var hasBegun = false
    /// Of the head that has begun.
    private(set) var bytes: ByteBuffer?

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let read = unwrapInboundIn(data)
        if unread == nil { unread = read } else { unread?.writeImmutableBuffer(read) }
        // An answer that is written while its request is handed on may lead to the next read.
        guard !isHanding else { return }
        isHanding = true
        while let piece = nextPiece() {
            if case .parser = reader, piece.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(piece)) }
        }
        unread = nil
        isHanding = false
    }

    private func nextPiece() -> ByteBuffer? {
        if case .ended = reader { return nil }
        guard var rest = unread else { return nil }
        if place == .between {
            rest.moveReaderIndex(forwardBy: rest.readableBytesView.prefix { $0 == 0x0D || $0 == 0x0A }.count)
            guard rest.readableBytes > 0 else { return nil }
            place = .lines
            hasBegun = true
            padding = FieldPadding()
        }
        let length: Int
        if case .body(let left) = place, left > 0 {
            length = min(left, rest.readableBytes)
            place = .body(left - length)
        } else {
            length = lengthToEmptyLine(rest)
        }
        guard length > 0, let piece = rest.readSlice(length: length) else { return nil }
        unread = rest
        guard hasBegun else { return piece }
        keep(piece)
        return padding.strip(piece)
    }

    /// Bytes up to the end of the first empty line, or all.
    private func lengthToEmptyLine(_ buffer: ByteBuffer) -> Int {
        buffer.withUnsafeReadableBytes { all in
            guard let base = all.baseAddress else { return 0 }
            var start = 0
            while let found = memchr(base + start, 0x0A, all.count - start) {
                let end = UnsafeRawPointer(found) - base
                let isEmpty = lineIsEmpty && all[start..<end].allSatisfy { $0 == 0x0D }
                lineIsEmpty = true
                start = end + 1
                if isEmpty { return start }
            }
            lineIsEmpty = lineIsEmpty && all[start...].allSatisfy { $0 == 0x0D }
            return all.count
        }
    }

    private func keep(_ piece: ByteBuffer) {
        guard let count = bytes?.readableBytes else {
            bytes = piece
            return
        }
        if count < Self.limit { bytes?.writeImmutableBuffer(piece) }
    }

    /// The parser has read this.
    func parsed(_ part: HTTPServerRequestPart) {
        switch part {
        case .head(let head):
            forgetHead()
            guard !head.headers.contains(name: "transfer-encoding") else { return }
            if let length = head.headers.first(name: "content-length").flatMap({ Int($0) }), length > 0 { place = .body(length) }
        case .body: break
        case .end:
            forgetHead()
            place = .between
        }
    }

    private func forgetHead() {
        hasBegun = false
        bytes = nil
    }

    /// The parser reads nothing any more.
    func parserFailed() { reader = .nobody }

    /// The message that was read is the last: whatever comes behind it is dropped.
    func end() {
        reader = .ended
        forgetHead()
    }

    /// Sends bytes past the parser's encoder.
    func send(_ bytes: ByteBuffer) {
        context?.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    }
}
