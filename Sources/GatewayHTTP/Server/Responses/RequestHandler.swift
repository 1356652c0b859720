import HTTPTypes
import NIOCore
import NIOHTTP1
import ServiceModel

/// The end of the pipeline, behind the guard: takes a request in, has it answered, writes the answer.
///
/// The answer is begun on the event loop and goes on there until it has to wait for something: a hash, the store, a provider. Most
/// answers never do, and need no other thread. What waits goes on elsewhere, so nothing blocks the loop.
final class RequestHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// Answers a whole request. Does not block the thread that it is called on.
    typealias Answer = @Sendable (GatewayRequest) async -> GatewayResponse

    /// Reading a larger body takes longer than other connections of the loop should wait.
    private static let largestAtOnce = 16 * 1024

    private let answer: Answer
    private let requestGuard: RequestGuard?
    private let stamp: ResponseStamp
    private var head: HTTPRequestHead?
    private var body: ByteBuffer?
    /// The method of the request that is being answered.
    private var asked: HTTPMethod?
    private var inputIsClosed = false

    /// - Parameter requestGuard: of a connection of HTTP/1, which answers leave as bytes; `nil` for a stream of HTTP/2.
    init(_ requestGuard: RequestGuard?, stamp: ResponseStamp = ResponseStamp(), answer: @escaping Answer) {
        self.answer = answer
        self.requestGuard = requestGuard
        self.stamp = stamp
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body(let bytes):
            // The guard has bounded the body.
            if body == nil { body = bytes } else { body?.writeImmutableBuffer(bytes) }
        case .end:
            guard let head else { return }
            let request = request(head, context)
            forget()
            asked = head.method
            begin(request, context)
        }
    }

    /// A request that ends early is never carried out.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        forget()
        guard !(error is IncompleteRequest) else { return }
        // Not at once: a stream of HTTP/2 can fail before its connection counts it as open.
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.eventLoop.execute { bound.value.close(promise: nil) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let event = event as? ChannelEvent, event == .inputClosed else { return context.fireUserInboundEventTriggered(event) }
        inputIsClosed = true
        if asked == nil { context.close(mode: .output, promise: nil) }
    }

    private func forget() {
        head = nil
        body = nil
    }

    private func request(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) -> GatewayRequest {
        let headers = RequestFields(head.headers)
        return GatewayRequest(
            method: head.method.rawValue, target: head.uri, authority: head.headers.first(name: "host"), headers: headers,
            body: body.map { Array($0.readableBytesView) } ?? [],
            origin: Origin(address: stamp.address(context), requestID: stamp.requestID(sent: headers[.requestID])),
            isHTTP2: requestGuard == nil
        )
    }

    private func begin(_ request: GatewayRequest, _ context: ChannelHandlerContext) {
        let loop = context.eventLoop
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: loop)
        let answer = self.answer
        let run: @Sendable () async -> Void = {
            let response = await answer(request)
            if loop.inEventLoop {
                bound.value.handler.write(response, bound.value.context)
            } else {
                loop.execute { bound.value.handler.write(response, bound.value.context) }
            }
        }
        if request.body.count <= Self.largestAtOnce { Task.immediate(operation: run) } else { Task(operation: run) }
    }

    // MARK: Out

    private func write(_ answer: GatewayResponse, _ context: ChannelHandlerContext) {
        guard let asked else { return }
        self.asked = nil
        if let requestGuard { write(answer, to: asked, requestGuard, context) } else { writeParts(answer, to: asked, context) }
        if inputIsClosed { context.close(mode: .output, promise: nil) }
    }

    private func write(
        _ answer: GatewayResponse, to asked: HTTPMethod, _ requestGuard: RequestGuard, _ context: ChannelHandlerContext
    ) {
        var bytes = context.channel.allocator.buffer(capacity: answer.body.count + 512)
        SerializedResponse.write(answer, isHead: asked == .HEAD, date: stamp.date(), closes: requestGuard.isLast, into: &bytes)
        requestGuard.answer(bytes)
    }

    private func writeParts(_ answer: GatewayResponse, to asked: HTTPMethod, _ context: ChannelHandlerContext) {
        var headers = HTTPHeaders()
        headers.reserveCapacity(answer.headers.count + 2)
        for field in answer.headers { headers.add(name: field.name.rawName, value: field.value) }
        if answer.hasContentLength { headers.add(name: "content-length", value: String(answer.body.count)) }
        headers.add(name: "date", value: stamp.date())
        let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: answer.status), headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if asked != .HEAD, !answer.body.isEmpty {
            context.write(wrapOutboundOut(.body(.byteBuffer(context.channel.allocator.buffer(bytes: answer.body)))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
