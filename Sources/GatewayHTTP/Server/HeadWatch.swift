import NIOCore
import NIOHTTP1

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Stands before the parser and keeps the bytes of the head that is being read: when the parser gives up, they tell what was asked
/// for, in which protocol to refuse it, and whether the request line or the fields were too long.
final class HeadWatch: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Later bytes are not looked at.
    private static let limit = 16 * 1024

    /// From the first byte of the message that is being read.
    private var bytes: ByteBuffer?
    private var context: ChannelHandlerContext?
    /// The bytes of the message that is being answered, if no others came with them.
    private(set) var whole: ByteBuffer?

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let read = unwrapInboundIn(data)
        if bytes == nil {
            bytes = read
        } else if let count = bytes?.readableBytes, count < Self.limit {
            bytes?.writeImmutableBuffer(read)
        }
        context.fireChannelRead(data)
    }

    /// Sends bytes past the parser's encoder.
    func send(_ bytes: ByteBuffer) {
        context?.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    }

    /// The message is answered. There may be a password in it, and the connection may stay quiet for long.
    func forget() { whole = nil }

    /// A message has been read to its end; what is left in the same bytes begins the next one.
    /// - Parameter bodyBytes: `nil` for chunks, whose length on the wire is not known.
    func messageEnded(bodyBytes: Int?) {
        whole = nil
        guard var rest = bytes, let bodyBytes, let head = Self.headLength(rest) else {
            bytes = nil
            return
        }
        let (length, overflow) = head.addingReportingOverflow(bodyBytes)
        guard !overflow, length < rest.readableBytes else {
            if length == rest.readableBytes { whole = rest }
            bytes = nil
            return
        }
        rest.moveReaderIndex(forwardBy: length)
        // Some clients send an empty line behind a body.
        bytes = rest.readableBytesView.allSatisfy { $0 == 0x0D || $0 == 0x0A } ? nil : rest
    }

    /// Whether bytes of a message are here that has not ended.
    var hasBegun: Bool { bytes != nil }

    /// Whether the request line has ended; otherwise it is the line that is too long.
    var lineEnded: Bool {
        bytes?.readableBytesView.contains(UInt8(ascii: "\n")) ?? false
    }

    private static func headLength(_ buffer: ByteBuffer) -> Int? {
        buffer.withUnsafeReadableBytes { all in
            guard let start = all.baseAddress else { return nil }
            var index = 0
            while let found = memchr(start + index, 0x0A, all.count - index) {
                index = UnsafeRawPointer(found) - start + 1
                if index >= 4, all[index - 2] == 0x0D, all[index - 3] == 0x0A, all[index - 4] == 0x0D { return index }
            }
            return nil
        }
    }

    /// The head as far as it can be told without the parser: method, target, and the fields that rendering an answer looks at.
    /// - Parameter complete: nothing is returned unless the whole head is there and its line is one of HTTP/1.
    func glimpse(complete: Bool) -> HTTPRequestHead? {
        guard let bytes else { return nil }
        let text = String(decoding: bytes.readableBytesView.prefix(Self.limit), as: UTF8.self)
        // Swift holds CR LF for one character.
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\r\n" || $0 == "\n" }
        guard let line = lines.first, !complete || lines.dropFirst().contains("") else { return nil }
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
        guard let method = parts.first, Self.isToken(method), parts.count >= 2 else { return nil }
        let target = parts[1].utf8.allSatisfy { (0x21...0x7E).contains($0) } ? String(parts[1]) : "/"
        if complete {
            guard parts.count == 3, parts[1].hasPrefix("/"), target != "/" || parts[1] == "/", ["HTTP/1.1", "HTTP/1.0"].contains(parts[2])
            else { return nil }
        }
        var headers = HTTPHeaders()
        for field in lines.dropFirst().prefix(while: { !$0.isEmpty }).prefix(100) {
            guard let colon = field.firstIndex(of: ":"), Self.isToken(field[..<colon]) else {
                if complete { return nil } else { continue }
            }
            headers.add(name: String(field[..<colon]), value: String(Negotiation.trimmed(field[field.index(after: colon)...])))
        }
        return HTTPRequestHead(version: .http1_1, method: .init(rawValue: String(method)), uri: target, headers: headers)
    }

    private static func isToken(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}
