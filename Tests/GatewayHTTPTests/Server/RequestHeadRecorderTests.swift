import GatewayTestSupport
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import GatewayHTTP

/// The parser never gets bytes of two messages at once, and the current head is recorded.
@Suite(.timeLimit(.minutes(5))) struct HeadWatchTests {
    /// Reports parsed parts to the recorder, as the guard does, and collects them.
    private final class Listener: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        let recorder: RequestHeadRecorder
        var parts: [String] = []

        init(_ recorder: RequestHeadRecorder) { self.recorder = recorder }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let part = unwrapInboundIn(data)
            recorder.parsed(part)
            switch part {
            case .head(let head): parts.append(head.uri)
            case .body(let bytes): parts.append(String(buffer: bytes))
            case .end: parts.append(".")
            }
        }
    }

    /// The pieces for the parser.
    private final class Pieces: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        var found: [String] = []

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            found.append(String(buffer: unwrapInboundIn(data)))
            context.fireChannelRead(data)
        }
    }

    private static func channel() throws -> (EmbeddedChannel, RequestHeadRecorder, Pieces, Listener) {
        let (channel, recorder, pieces) = (EmbeddedChannel(), RequestHeadRecorder(), Pieces())
        let listener = Listener(recorder)
        try channel.pipeline.syncOperations.addHandlers([recorder, pieces])
        try channel.pipeline.syncOperations.configureHTTPServerPipeline(withPipeliningAssistance: false, withErrorHandling: false)
        try channel.pipeline.syncOperations.addHandler(listener)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return (channel, recorder, pieces, listener)
    }

    private static let get = "GET /g HTTP/1.1\r\nHost: a\r\n\r\n"
    private static let sized = "POST /s HTTP/1.1\r\nContent-Length: 9\r\n\r\n"
    private static let chunked = "POST /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    static let streams: [(sent: [String], pieces: [String], hasBegun: Bool)] = [
        ([get], [get], false),
        ([get + get], [get, get], false),
        ([get + "GET /"], [get, "GET /"], true),
        (["GET /", "g HTTP/1.1\r", "\nHost: a\r\n\r", "\n", "\r", "\n"], ["GET /", "g HTTP/1.1\r", "\nHost: a\r\n\r", "\n"], false),
        (["\r\n\r\n", "\r\n" + get + "\r\n"], [get], false),
        ([sized + "\r\n\r\nGET /" + get], [sized, "\r\n\r\nGET /", get], false),
        ([sized + "12", "3456789G"], [sized, "12", "3456789", "G"], true),
        ([chunked + "2\r\n{}\r\n0\r\n\r\nGET /auth"], [chunked, "2\r\n{}\r\n0\r\n\r\n", "GET /auth"], true),
        ([chunked + "4\r\n\r\n\r\n\r\n0\r\nX: y\r\n\r\n" + get], [chunked, "4\r\n\r\n", "\r\n", "\r\n", "0\r\nX: y\r\n\r\n", get], false),
        ([chunked + "2\r\n{}\r\n"], [chunked, "2\r\n{}\r\n"], false),
    ]

    @Test(arguments: streams.indices)
    func noPieceContainsBytesOfTwoMessages(_ number: Int) throws {
        let stream = Self.streams[number]
        let (channel, recorder, pieces, _) = try Self.channel()
        for segment in stream.sent { try channel.writeInbound(ByteBuffer(string: segment)) }
        #expect(pieces.found == stream.pieces)
        #expect(recorder.hasBegun == stream.hasBegun)
        #expect((recorder.bytes != nil) == stream.hasBegun)
    }

    /// The parsed parts are the same for every segmentation.
    @Test func segmentationDoesNotChangeTheResult() throws {
        let text = "\r\n" + Self.sized + "\n\r\n123456" + Self.chunked + "3\r\n\r\n\n\r\n0\r\n\r\n" + Self.get + "\r\n" + Self.get
        let joined = ["/s", "\n\r\n123456", ".", "/c", "\r\n\n", ".", "/g", ".", "/g", "."].joined()
        for size in 1...text.utf8.count {
            let (channel, recorder, _, listener) = try Self.channel()
            var rest = ByteBuffer(string: text)
            while let segment = rest.readSlice(length: min(size, rest.readableBytes)), segment.readableBytes > 0 {
                try channel.writeInbound(segment)
            }
            #expect(listener.parts.joined() == joined, "\(size)")
            #expect(!recorder.hasBegun)
        }
    }

    @Test func theCurrentHeadIsRecorded() throws {
        let (channel, recorder, _, _) = try Self.channel()
        for segment in [Self.chunked + "2\r\n{}\r\n0\r\n\r\nGET", " /x"] { try channel.writeInbound(ByteBuffer(string: segment)) }
        #expect(recorder.bytes.map { String(buffer: $0) } == "GET /x")
        let more = String(repeating: "a", count: RequestHeadRecorder.limit)
        // The parser fails long before.
        for _ in 0..<5 { _ = try? channel.writeInbound(ByteBuffer(string: more)) }
        #expect((recorder.bytes?.readableBytes ?? 0) < 2 * RequestHeadRecorder.limit)
    }

    @Test func bytesAfterTheLastMessageAreDiscarded() throws {
        let (channel, recorder, pieces, _) = try Self.channel()
        recorder.end()
        try channel.writeInbound(ByteBuffer(string: Self.get))
        #expect(pieces.found == [])
        #expect(!recorder.hasBegun && recorder.bytes == nil)
    }
}
