import Foundation
import NIOCore
import NIOPosix

/// A connection on which a test sends what it likes, when it likes, and which tells what came and that it ended.
final class RawConnection: Sendable {
    private let channel: any Channel
    private let inbox: NIOLoopBoundBox<Inbox>

    private struct Inbox {
        var text = ""
        var isClosed = false
        var waiting: (until: @Sendable (String, Bool) -> Bool, promise: EventLoopPromise<Void>)?

        mutating func look() {
            guard let waiting, isClosed || waiting.until(text, isClosed) else { return }
            self.waiting = nil
            waiting.promise.succeed()
        }
    }

    private final class Reader: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        let inbox: NIOLoopBoundBox<Inbox>

        init(_ inbox: NIOLoopBoundBox<Inbox>) { self.inbox = inbox }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            inbox.value.text += String(buffer: unwrapInboundIn(data))
            inbox.value.look()
        }

        func channelInactive(context: ChannelHandlerContext) {
            inbox.value.isClosed = true
            inbox.value.look()
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    private init(channel: any Channel, inbox: NIOLoopBoundBox<Inbox>) {
        self.channel = channel
        self.inbox = inbox
    }

    /// - Parameter reads: `false`: takes nothing from the server.
    static func open(_ port: Int, reads: Bool = true) async throws -> RawConnection {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let inbox = try await loop.submit { NIOLoopBoundBox(Inbox(), eventLoop: loop) }.get()
        let channel = try await ClientBootstrap(group: loop)
            .channelOption(.autoRead, value: reads)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Reader(inbox)) }
            }
            .connect(host: "127.0.0.1", port: port).get()
        return RawConnection(channel: channel, inbox: inbox)
    }

    func send(_ text: String) async throws { try await channel.writeAndFlush(ByteBuffer(string: text)) }

    /// One byte every so often, until all are sent or the connection ends.
    func drip(_ text: String, every pause: Duration) async {
        for byte in text.utf8 {
            guard (try? await channel.writeAndFlush(ByteBuffer(bytes: [byte]))) != nil else { return }
            try? await Task.sleep(for: pause)
        }
    }

    /// Waits until enough came or the connection ended. A hang is a failure, not a hung test.
    @discardableResult
    func wait(until holds: @escaping @Sendable (_ text: String, _ isClosed: Bool) -> Bool) async throws -> (text: String, isClosed: Bool) {
        let (loop, inbox) = (channel.eventLoop, inbox)
        let promise = loop.makePromise(of: Void.self)
        let queueTimeout = loop.scheduleTask(in: .seconds(20)) { promise.fail(ChannelError.connectTimeout(.seconds(20))) }
        defer { queueTimeout.cancel() }
        try await loop.submit {
            inbox.value.waiting = (holds, promise)
            inbox.value.look()
        }.get()
        try await promise.futureResult.get()
        return try await loop.submit { (inbox.value.text, inbox.value.isClosed) }.get()
    }

    /// All that came before the end.
    func untilClosed() async throws -> String { try await wait { $1 }.text }

    /// The next answer, whole; it must have a length or no body.
    func answer() async throws -> String {
        let end: @Sendable (String) -> String.UTF8View.Index? = { text in
            guard let head = text.range(of: "\r\n\r\n") else { return nil }
            let length = text[..<head.lowerBound].firstMatch(of: /(?i)content-length: ([0-9]+)/).flatMap { Int($0.1) } ?? 0
            return text.utf8.index(head.upperBound, offsetBy: length, limitedBy: text.utf8.endIndex)
        }
        let (text, _) = try await wait { text, isClosed in isClosed || end(text) != nil }
        guard let place = end(text) else { throw ChannelError.eof }
        // More may have come since: only what is returned is taken.
        let length = text.utf8.distance(from: text.startIndex, to: place)
        try await channel.eventLoop.submit { [inbox] in
            inbox.value.text = String(decoding: inbox.value.text.utf8.dropFirst(length), as: UTF8.self)
        }.get()
        return String(text[..<place])
    }

    func close() async { try? await channel.close() }

    /// Ends the connection by a reset.
    func reset() async {
        try? await (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try? await channel.close()
    }
}
