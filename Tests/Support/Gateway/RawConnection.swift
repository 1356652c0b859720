import Foundation
import NIOCore
import NIOPosix

/// A connection on which a test sends raw bytes at times of its choice, and waits for what it receives.
package final class RawConnection: Sendable {
    private let channel: any Channel
    private let inbox: NIOLoopBoundBox<Inbox>

    private struct Inbox {
        var text = ""
        var isClosed = false
        var waiting: (until: @Sendable (String, Bool) -> Bool, promise: EventLoopPromise<Void>)?

        mutating func resumeWaiter() {
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
            inbox.value.resumeWaiter()
        }

        func channelInactive(context: ChannelHandlerContext) {
            inbox.value.isClosed = true
            inbox.value.resumeWaiter()
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    private init(channel: any Channel, inbox: NIOLoopBoundBox<Inbox>) {
        self.channel = channel
        self.inbox = inbox
    }

    /// - Parameter reads: whether the connection reads what the server sends.
    package static func open(_ port: Int, reads: Bool = true) async throws -> RawConnection {
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

    package func send(_ text: String) async throws { try await channel.writeAndFlush(ByteBuffer(string: text)) }

    /// Sends one byte after each pause, until all are sent or the connection ends.
    package func drip(_ text: String, every pause: Duration) async {
        for byte in text.utf8 {
            guard (try? await channel.writeAndFlush(ByteBuffer(bytes: [byte]))) != nil else { return }
            try? await Task.sleep(for: pause)
        }
    }

    /// Waits until the condition holds or the connection ends; fails after 20 seconds.
    @discardableResult
    package func wait(until holds: @escaping @Sendable (_ text: String, _ isClosed: Bool) -> Bool) async throws -> (
        text: String, isClosed: Bool
    ) {
        let (loop, inbox) = (channel.eventLoop, inbox)
        let promise = loop.makePromise(of: Void.self)
        let timeout = loop.scheduleTask(in: .seconds(20)) { promise.fail(ChannelError.connectTimeout(.seconds(20))) }
        defer { timeout.cancel() }
        try await loop.submit {
            inbox.value.waiting = (holds, promise)
            inbox.value.resumeWaiter()
        }.get()
        try await promise.futureResult.get()
        return try await loop.submit { (inbox.value.text, inbox.value.isClosed) }.get()
    }

    /// All bytes received before the end of the connection.
    package func untilClosed() async throws -> String { try await wait { $1 }.text }

    /// The next complete response; it must have a Content-Length or no body.
    package func response() async throws -> String {
        let end: @Sendable (String) -> String.UTF8View.Index? = { text in
            guard let head = text.range(of: "\r\n\r\n") else { return nil }
            let length = text[..<head.lowerBound].firstMatch(of: /(?i)content-length: ([0-9]+)/).flatMap { Int($0.1) } ?? 0
            return text.utf8.index(head.upperBound, offsetBy: length, limitedBy: text.utf8.endIndex)
        }
        let (text, _) = try await wait { text, isClosed in isClosed || end(text) != nil }
        guard let place = end(text) else { throw ChannelError.eof }
        // More may have been received since: only the returned part is removed.
        let length = text.utf8.distance(from: text.startIndex, to: place)
        try await channel.eventLoop.submit { [inbox] in
            inbox.value.text = String(decoding: inbox.value.text.utf8.dropFirst(length), as: UTF8.self)
        }.get()
        return String(text[..<place])
    }

    package func close() async { try? await channel.close() }

    /// Closes the connection with a TCP reset.
    package func reset() async {
        try? await (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try? await channel.close()
    }
}
