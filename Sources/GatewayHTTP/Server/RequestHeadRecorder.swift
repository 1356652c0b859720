import NIOCore
import NIOHTTP1

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Passes bytes to the parser in pieces that never contain bytes of two messages, and records the current head. An HTTP/1 message ends
/// with an empty line, or with the last byte of a body of known length (RFC 9112 §6, §7.1); the parser reports which applies and when the
/// message has ended. When the parser fails, the recorded bytes show which path the request had, and whether its request line or its fields
/// were too long. Trailing white space of fields does not reach the parser (``FieldWhitespace``).
final class RequestHeadRecorder: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum Position: Equatable {
        /// Before the first byte of a message. Leading line ends are skipped (RFC 9112 §2.2).
        case between
        /// In a head or in chunks, which end with an empty line.
        case lines
        /// In a body, with the number of bytes left.
        case body(Int)
    }

    private enum Reader {
        case parser
        /// The parser has failed; the rest of the head is still recorded.
        case recorder
        /// No other message is read from this connection.
        case none
    }

    /// Further bytes of a head are not recorded.
    static let limit = 64 * 1024

    private var position = Position.between
    private var reader = Reader.parser
    private var unread: ByteBuffer?
    private var isPassing = false
    /// Whether the current line consists of carriage returns so far.
    private var lineIsEmpty = true
    private var whitespace = FieldWhitespace()
    private var context: ChannelHandlerContext?
    /// Whether a head has begun that is not complete.
    private(set) var hasBegun = false
    /// The bytes of that head.
    private(set) var bytes: ByteBuffer?

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let read = unwrapInboundIn(data)
        if unread == nil { unread = read } else { unread?.writeImmutableBuffer(read) }
        // A response that is written while its request is passed on can trigger the next read.
        guard !isPassing else { return }
        isPassing = true
        while let piece = nextPiece() {
            if case .parser = reader, piece.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(piece)) }
        }
        unread = nil
        isPassing = false
    }

    private func nextPiece() -> ByteBuffer? {
        if case .none = reader { return nil }
        guard var rest = unread else { return nil }
        if position == .between {
            rest.moveReaderIndex(forwardBy: rest.readableBytesView.prefix { $0 == 0x0D || $0 == 0x0A }.count)
            guard rest.readableBytes > 0 else { return nil }
            position = .lines
            hasBegun = true
            whitespace = FieldWhitespace()
        }
        let length: Int
        if case .body(let left) = position, left > 0 {
            length = min(left, rest.readableBytes)
            position = .body(left - length)
        } else {
            length = lengthToEmptyLine(rest)
        }
        guard length > 0, let piece = rest.readSlice(length: length) else { return nil }
        unread = rest
        guard hasBegun else { return piece }
        record(piece)
        return whitespace.strip(piece)
    }

    /// The number of bytes up to the end of the first empty line, or of all bytes.
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

    private func record(_ piece: ByteBuffer) {
        guard let count = bytes?.readableBytes else {
            bytes = piece
            return
        }
        if count < Self.limit { bytes?.writeImmutableBuffer(piece) }
    }

    /// Called with each part that the parser produced.
    func parsed(_ part: HTTPServerRequestPart) {
        switch part {
        case .head(let head):
            discardHead()
            guard !head.headers.contains(name: "transfer-encoding") else { return }
            if let length = head.headers.first(name: "content-length").flatMap({ Int($0) }), length > 0 { position = .body(length) }
        case .body: break
        case .end:
            discardHead()
            position = .between
        }
    }

    private func discardHead() {
        hasBegun = false
        bytes = nil
    }

    /// Called when the parser has failed; it gets no more bytes.
    func parserFailed() { reader = .recorder }

    /// Discards everything after the current message.
    func end() {
        reader = .none
        discardHead()
    }

    /// Sends bytes without NIO's encoder.
    func send(_ bytes: ByteBuffer) {
        context?.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    }
}
