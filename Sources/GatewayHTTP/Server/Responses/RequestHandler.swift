import HTTPTypes
import NIOCore
import NIOHTTP1
import ServiceModel

/// The end of the pipeline, behind the guard: collects a request, calls the responder, writes the response.
///
/// The responder starts on the event loop and stays there until it suspends for a hash, the store or a provider. Most responses need no
/// other thread.
final class RequestHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// Responds to a complete request. Must not block the calling thread.
    typealias Responder = @Sendable (GatewayRequest) async -> GatewayResponse

    /// Decoding a larger body takes longer than the other connections of the loop should wait.
    private static let largestBodyOnLoop = 16 * 1024

    private let responder: Responder
    private let requestGuard: RequestGuard?
    private var ids = RequestIDs()
    private var dates = DateCache()
    private var peer: String?
    private var head: HTTPRequestHead?
    private var body: ByteBuffer?
    /// The method of the request that waits for its response.
    private var pendingMethod: HTTPMethod?
    private var inputIsClosed = false

    /// - Parameter requestGuard: of an HTTP/1 connection, whose responses are written as bytes; `nil` for an HTTP/2 stream.
    init(_ requestGuard: RequestGuard?, responder: @escaping Responder) {
        self.responder = responder
        self.requestGuard = requestGuard
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body(let bytes):
            // The guard has limited the body.
            if body == nil { body = bytes } else { body?.writeImmutableBuffer(bytes) }
        case .end:
            guard let head else { return }
            let request = request(head, context)
            discard()
            pendingMethod = head.method
            start(request, context)
        }
    }

    /// A request that is incomplete is never handled.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        discard()
        guard !(error is IncompleteRequest) else { return }
        // Not synchronously: an HTTP/2 stream can fail before its connection counts it as open.
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.eventLoop.execute { bound.value.close(promise: nil) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let event = event as? ChannelEvent, event == .inputClosed else { return context.fireUserInboundEventTriggered(event) }
        inputIsClosed = true
        if pendingMethod == nil { context.close(mode: .output, promise: nil) }
    }

    private func discard() {
        head = nil
        body = nil
    }

    private func request(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) -> GatewayRequest {
        let headers = RequestFields(head.headers)
        let address = peer ?? context.channel.remoteAddress?.ipAddress ?? "unknown"
        peer = address
        return GatewayRequest(
            method: head.method.rawValue, target: head.uri, authority: head.headers.first(name: "host"), headers: headers,
            body: body.map { Array($0.readableBytesView) } ?? [],
            origin: Origin(address: address, requestID: ids.id(sent: headers[.requestID])), isHTTP2: requestGuard == nil)
    }

    private func start(_ request: GatewayRequest, _ context: ChannelHandlerContext) {
        let loop = context.eventLoop
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: loop)
        let responder = self.responder
        let run: @Sendable () async -> Void = {
            let response = await responder(request)
            if loop.inEventLoop {
                bound.value.handler.write(response, bound.value.context)
            } else {
                loop.execute { bound.value.handler.write(response, bound.value.context) }
            }
        }
        if request.body.count <= Self.largestBodyOnLoop { Task.immediate(operation: run) } else { Task(operation: run) }
    }

    // MARK: Out

    private func write(_ response: GatewayResponse, _ context: ChannelHandlerContext) {
        guard let method = pendingMethod else { return }
        pendingMethod = nil
        if let requestGuard {
            var bytes = context.channel.allocator.buffer(capacity: response.body.count + 512)
            let serialized = SerializedResponse(response: response, date: dates.date(), closes: requestGuard.closesAfterResponse)
            serialized.write(to: &bytes, omitsBody: method == .HEAD)
            requestGuard.send(bytes)
        } else {
            writeParts(response, omitsBody: method == .HEAD, context)
        }
        if inputIsClosed { context.close(mode: .output, promise: nil) }
    }

    private func writeParts(_ response: GatewayResponse, omitsBody: Bool, _ context: ChannelHandlerContext) {
        let head = SerializedResponse(response: response, date: dates.date()).head
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !omitsBody, !response.body.isEmpty {
            context.write(wrapOutboundOut(.body(.byteBuffer(context.channel.allocator.buffer(bytes: response.body)))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
