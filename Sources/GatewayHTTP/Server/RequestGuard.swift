import HTTPTypes
import NIOCore
import NIOHTTP1
import ServiceModel

/// The listener's guard: between NIO's parser and what answers. It refuses what breaks the rules of `rest.md` §14, keeps the times, lets
/// through one request at a time, and ends connections that must end. Decisions are in `HeadRules` and `RequestGuardState`.
final class RequestGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// Renders a refusal in the protocol of its address, and writes it down.
    typealias Refuse = @Sendable (_ head: HTTPRequestHead?, _ peer: String, Fault) -> GatewayResponse

    let limits: ListenerLimits
    let rules: HeadRules
    /// `nil` on a stream of HTTP/2, which is one request.
    let watch: RequestHeadRecorder?
    private let refusal: Refuse
    private var isStream: Bool { watch == nil }
    var state = RequestGuardState()
    var head: HTTPRequestHead?
    private let timer = DeadlineTimer()
    private var pending = CircularBuffer<Pending>()
    /// The method is not one of the parser's, and the head is not whole yet.
    var awaitsHead = false
    private var readWaits = false
    private var isDelivering = false
    private(set) var own: ChannelHandlerContext?

    /// - Parameter headAlone: as ``HeadRules`` has it.
    init(
        limits: ListenerLimits, watch: RequestHeadRecorder?, headAlone: @escaping HeadRules.HeadAlone = { _ in false },
        refusal: @escaping Refuse
    ) {
        self.limits = limits
        rules = HeadRules(limits: limits, headAlone: headAlone)
        self.watch = watch
        self.refusal = refusal
    }

    // MARK: Times

    func arm(_ deadline: RequestGuardState.Deadline, _ context: ChannelHandlerContext) {
        let time =
            switch deadline {
            case .idle: limits.keepAlive
            case .header: limits.headerTime
            case .body: limits.bodyTime
            case .response: limits.responseTime
            case .linger: limits.linger
            case .quiesceGracePeriod: limits.quiesceGracePeriod
            }
        timer.arm(deadline, after: time, self, context)
    }

    /// Told by the timer.
    func deadlineExpired(_ deadline: RequestGuardState.Deadline, _ context: ChannelHandlerContext) {
        switch deadline {
        case .idle, .response, .linger, .quiesceGracePeriod: context.close(promise: nil)
        case .header, .body: refuse(Fault(.requestTimeout), context)
        }
    }

    func handlerAdded(context: ChannelHandlerContext) {
        own = context
        if context.channel.isActive { arm(.idle, context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        arm(state.isLast ? .quiesceGracePeriod : .idle, context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer.cancel()
        abortBody(context)
        state.closing()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        own = nil
        timer.cancel()
    }

    // MARK: In

    func channelReadComplete(context: ChannelHandlerContext) {
        if awaitsHead { readUnknownMethod(context) }
        // The parser has seen bytes of a head and not its end: the time of the head begins.
        if watch?.hasBegun ?? false, state.bytesArrived() { arm(.header, context) }
        context.fireChannelReadComplete()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = isStream ? unwrapInboundIn(data).trimmed : unwrapInboundIn(data)
        watch?.parsed(part)
        take(.part(part), context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let parserError = error as? HTTPParserError else { return context.fireErrorCaught(error) }
        watch?.parserFailed()
        take(.error(parserError), context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { return quiesce(context) }
        guard let event = event as? ChannelEvent, event == .inputClosed else { return context.fireUserInboundEventTriggered(event) }
        take(.inputClosed, context)
    }

    /// Nothing more is read while something waits, so a client cannot fill the queue.
    func read(context: ChannelHandlerContext) {
        if pending.isEmpty { context.read() } else { readWaits = true }
    }

    private func take(_ next: Pending, _ context: ChannelHandlerContext) {
        guard !state.isOver else { return }
        let mayPass = pending.isEmpty && (mayDeliver(context) || next.isEndOfInput)
        if mayPass { deliver(next, context) } else { pending.append(next) }
    }

    /// A request waits until the one before is answered, and until the client has read of the answers before: otherwise one that sends
    /// and never reads could fill the memory.
    private func mayDeliver(_ context: ChannelHandlerContext) -> Bool {
        switch state.phase {
        case .received: false
        case .waiting: context.channel.isWritable
        default: true
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable, state.isWaiting {
            awaitNext(context)
            deliverPending(context)
        }
        context.fireChannelWritabilityChanged()
    }

    private func deliverPending(_ context: ChannelHandlerContext) {
        // An answer that is given while its request is delivered leads here again; the loop outside goes on with the next.
        guard !isDelivering, !pending.isEmpty || readWaits else { return }
        isDelivering = true
        defer { isDelivering = false }
        while mayDeliver(context), !state.isOver, let next = pending.popFirst() { deliver(next, context) }
        context.fireChannelReadComplete()
        guard pending.isEmpty, readWaits else { return }
        readWaits = false
        context.read()
    }

    private func deliver(_ next: Pending, _ context: ChannelHandlerContext) {
        switch next {
        case .part(.head(let head)): arrived(head, context)
        case .part(.body(let bytes)):
            switch state.bodyArrived(bytes.readableBytes, limit: limits.body) {
            case .pass: context.fireChannelRead(wrapInboundOut(.body(bytes)))
            case .drop: break
            case .tooLarge: refuse(Fault(.bodyTooLarge, [.init(.int(limits.body))]), context)
            }
        case .part(.end):
            guard state.endArrived() else { return }
            arm(.response, context)
            if state.closesAfterResponse { watch?.end() }
            // Trailers are ignored.
            context.fireChannelRead(wrapInboundOut(.end(nil)))
        case .error(let error): failed(error, context)
        case .inputClosed:
            // The end of input inside a body is no end of the body.
            if state.isReceiving { return refuse(Fault(.requestMalformed), context) }
            context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        }
    }

    /// The request under way is the last. A quiet connection ends in a moment; a request that is on its way to it is still answered.
    private func quiesce(_ context: ChannelHandlerContext) {
        if state.quiesce() { arm(.quiesceGracePeriod, context) }
    }

    /// Whoever waits for the rest of a body must learn that it will not come: an end would be taken for the body's end, and half a
    /// request would be carried out.
    private func abortBody(_ context: ChannelHandlerContext) {
        if state.isReceiving { context.fireErrorCaught(IncompleteRequest()) }
    }

    /// - Parameter isParsed: `false`: the parser has given up at the method, so of this connection the head is all that is read.
    func arrived(_ received: HTTPRequestHead, isParsed: Bool = true, _ context: ChannelHandlerContext) {
        var head = received
        // The rules are those of HTTP/1 for every version.
        if isStream { head.version = .http1_1 }
        self.head = received
        do {
            let accepted = try rules.check(head)
            guard state.headAccepted(closes: accepted.closes || isStream || !isParsed) else { return }
            head.uri = accepted.target
            if accepted.isHeadAlone || !isParsed { return passAlone(head, context) }
            arm(.body, context)
            if accepted.wantsContinue {
                context.writeAndFlush(wrapOutboundOut(.head(.init(version: .http1_1, status: .continue))), promise: nil)
            }
            context.fireChannelRead(wrapInboundOut(.head(head)))
        } catch {
            refuse(error, context)
        }
    }

    /// The head is all that the answer needs. The end of the request, which still comes, finds nobody waiting for it.
    private func passAlone(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        state.headIsEnough()
        arm(.response, context)
        if state.closesAfterResponse { watch?.end() }
        context.fireChannelRead(wrapInboundOut(.head(head)))
        context.fireChannelRead(wrapInboundOut(.end(nil)))
    }

    // MARK: Out

    func refuse(_ fault: Fault, _ context: ChannelHandlerContext) {
        let wasReceiving = state.isReceiving
        guard state.refuse() else { return close(context) }
        if wasReceiving { context.fireErrorCaught(IncompleteRequest()) }
        // A stream of HTTP/2 has no address in its context.
        let peer = context.channel.remoteAddress?.ipAddress ?? "unknown"
        let known = head ?? watch?.bytes.flatMap { LenientHead.lenient($0.readableBytesView) }
        var answer = refusal(known, peer, fault)
        answer.headers[.connection] = "close"
        answer.headers[.contentLength] = String(answer.body.count)
        let response = HTTPResponseHead(
            version: .http1_1, status: .init(statusCode: answer.status),
            headers: HTTPHeaders(answer.headers.map { ($0.name.rawName, $0.value) }))
        context.write(wrapOutboundOut(.head(response)), promise: nil)
        if known?.method != .HEAD, !answer.body.isEmpty {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        close(context)
    }

    /// Ends our side and gives the client a moment to read before the other side ends, so that no reset overtakes the answer.
    private func close(_ context: ChannelHandlerContext) {
        abortBody(context)
        // A stream ends by itself when both sides have sent all; what then is left of a request is cut off.
        let endsByItself = isStream && state.isComplete
        state.closing()
        arm(endsByItself ? .response : .linger, context)
        if !isStream { context.close(mode: .output, promise: nil) }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !state.isOver else { return promise?.fail(ChannelError.ioOnClosedChannel) ?? () }
        switch unwrapOutboundIn(data) {
        case .head(var response):
            state.responseHead()
            if state.closesAfterResponse { response.headers.replaceOrAdd(name: "connection", value: "close") }
            context.write(wrapOutboundOut(.head(response)), promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            let next = state.responseEnded()
            head = nil
            context.write(data, promise: promise)
            answered(next, context)
        }
    }

    func answered(_ next: RequestGuardState.AfterResponse, _ context: ChannelHandlerContext) {
        switch next {
        case .awaitNext:
            context.flush()
            awaitNext(context)
            deliverPending(context)
        case .close:
            context.flush()
            close(context)
        case .nothing: break
        }
    }

    private func awaitNext(_ context: ChannelHandlerContext) {
        guard context.channel.isWritable else { return arm(.response, context) }
        arm(watch?.hasBegun ?? false && state.bytesArrived() ? .header : .idle, context)
    }
}
