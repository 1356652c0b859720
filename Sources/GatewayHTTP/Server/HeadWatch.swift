import NIOCore
import NIOHTTP1

/// Stands before the parser and keeps the bytes in which a head began: when the parser gives up, they tell which method was asked for
/// and whether the request line or the fields were too long.
final class HeadWatch: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private var first: ByteBuffer?
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if first == nil { first = unwrapInboundIn(data) }
        context.fireChannelRead(data)
    }

    /// The next bytes begin a head.
    func reset() { first = nil }

    /// Whether the request line had ended in the first bytes; otherwise it is the line that is too long.
    var lineEnded: Bool {
        first?.readableBytesView.contains(UInt8(ascii: "\n")) ?? false
    }

    /// A head that the parser refused for its method alone, read again: the method, the target and `Accept` are what an answer needs.
    func headWithUnknownMethod() -> HTTPRequestHead? {
        guard let first, let text = String(validating: first.readableBytesView, as: UTF8.self) else { return nil }
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        guard let line = lines.first, lines.contains("") else { return nil }
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, Self.isToken(parts[0]), parts[1].hasPrefix("/"), parts[2] == "HTTP/1.1" || parts[2] == "HTTP/1.0",
            parts[1].utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        var headers = HTTPHeaders()
        for field in lines.dropFirst().prefix(while: { !$0.isEmpty }).prefix(100) {
            guard let colon = field.firstIndex(of: ":"), Self.isToken(field[..<colon]) else { return nil }
            let value = Negotiation.trimmed(field[field.index(after: colon)...])
            headers.add(name: String(field[..<colon]), value: String(value))
        }
        return HTTPRequestHead(version: .http1_1, method: .RAW(value: String(parts[0])), uri: String(parts[1]), headers: headers)
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
