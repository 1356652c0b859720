import HTTPTypes
import NIOCore
import NIOHTTP1
import ServiceModel

/// The guard of a listener, between NIO's parser and the request handler. It refuses what violates `rest.md` §14, enforces the deadlines,
/// passes one request at a time, and closes connections. ``HeadRules`` and ``RequestGuardState`` decide; this handler performs.
final class RequestGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// Makes the response to a refused request in the protocol of its path, and records it.
    typealias RefusalResponder = @Sendable (_ head: HTTPRequestHead?, _ peer: String, Fault) -> GatewayResponse

    /// What was read behind a request that has no response yet.
    private enum Pending {
        case part(HTTPServerRequestPart)
        case error(HTTPParserError)
        case inputClosed

        /// Passed on at once, because the current response can still be sent.
        var isEndOfInput: Bool {
            if case .inputClosed = self { true } else { false }
        }
    }

    let limits: ListenerLimits
    let rules: HeadRules
    /// `nil` on an HTTP/2 stream, which carries one request.
    let recorder: RequestHeadRecorder?
    let refusalResponder: RefusalResponder
    var isStream: Bool { recorder == nil }
    var state = RequestGuardState()
    var head: HTTPRequestHead?
    private let timer = DeadlineTimer()
    private var pending = CircularBuffer<Pending>()
    /// The parser does not know the method, and the head is not complete yet.
    var awaitsHead = false
    private var readWaits = false
    private var isDelivering = false
    private(set) var context: ChannelHandlerContext?

    /// - Parameter ignoresBody: see ``HeadRules/IgnoresBody``.
    init(
        limits: ListenerLimits, recorder: RequestHeadRecorder?, ignoresBody: @escaping HeadRules.IgnoresBody = { _ in false },
        refusalResponder: @escaping RefusalResponder
    ) {
        self.limits = limits
        rules = HeadRules(limits: limits, ignoresBody: ignoresBody)
        self.recorder = recorder
        self.refusalResponder = refusalResponder
    }

    // MARK: Deadlines

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

    /// Called when the armed deadline passes.
    func deadlineExpired(_ deadline: RequestGuardState.Deadline, _ context: ChannelHandlerContext) {
        switch deadline {
        case .idle, .response, .linger, .quiesceGracePeriod: context.close(promise: nil)
        case .header, .body: refuse(Fault(.requestTimeout), context)
        }
    }

    // MARK: Life of the connection

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
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
        self.context = nil
        timer.cancel()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            // The current request is the last one. On an idle connection, a request that is already on its way is still served.
            if state.quiesce() { arm(.quiesceGracePeriod, context) }
            return
        }
        guard let event = event as? ChannelEvent, event == .inputClosed else { return context.fireUserInboundEventTriggered(event) }
        take(.inputClosed, context)
    }

    // MARK: Reading

    func channelReadComplete(context: ChannelHandlerContext) {
        if awaitsHead { readUnknownMethod(context) }
        // The deadline of the head starts with its first byte.
        if recorder?.hasBegun ?? false, state.bytesArrived() { arm(.header, context) }
        context.fireChannelReadComplete()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = isStream ? unwrapInboundIn(data).trimmed : unwrapInboundIn(data)
        recorder?.parsed(part)
        take(.part(part), context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let parserError = error as? HTTPParserError else { return context.fireErrorCaught(error) }
        recorder?.parserFailed()
        take(.error(parserError), context)
    }

    /// Reads nothing while parts are pending, so a client cannot fill the queue.
    func read(context: ChannelHandlerContext) {
        if pending.isEmpty { context.read() } else { readWaits = true }
    }

    private func take(_ next: Pending, _ context: ChannelHandlerContext) {
        guard !state.isOver else { return }
        let mayPass = pending.isEmpty && (mayDeliver(context) || next.isEndOfInput)
        if mayPass { deliver(next, context) } else { pending.append(next) }
    }

    /// A request waits until the previous one has its response and the client has read enough of the previous responses. Otherwise a
    /// client that sends without reading could exhaust memory.
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

    func deliverPending(_ context: ChannelHandlerContext) {
        // A response that is written during delivery calls this method again; the outer loop continues with the next request.
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
        case .part(.head(let head)): received(head, context)
        case .part(.body(let bytes)):
            switch state.bodyArrived(bytes.readableBytes, limit: limits.body) {
            case .pass: context.fireChannelRead(wrapInboundOut(.body(bytes)))
            case .drop: break
            case .tooLarge: refuse(Fault(.bodyTooLarge, [.init(.int(limits.body))]), context)
            }
        case .part(.end):
            guard state.endArrived() else { return }
            arm(.response, context)
            if state.closesAfterResponse { recorder?.end() }
            // Trailers are ignored.
            context.fireChannelRead(wrapInboundOut(.end(nil)))
        case .error(let error): parserFailed(error, context)
        case .inputClosed:
            // The end of input is not the end of a body.
            if state.isReceiving { return refuse(Fault(.requestMalformed), context) }
            context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        }
    }

    /// - Parameter isParsed: `false` if the parser failed at the method, so that nothing after the head can be read.
    func received(_ received: HTTPRequestHead, isParsed: Bool = true, _ context: ChannelHandlerContext) {
        var head = received
        // The rules are those of HTTP/1.1 for both versions.
        if isStream { head.version = .http1_1 }
        self.head = received
        do {
            let accepted = try rules.check(head)
            guard state.headAccepted(closes: accepted.closes || isStream || !isParsed) else { return }
            head.uri = accepted.target
            if accepted.ignoresBody || !isParsed { return passHeadAlone(head, context) }
            arm(.body, context)
            if accepted.wantsContinue {
                context.writeAndFlush(wrapOutboundOut(.head(.init(version: .http1_1, status: .continue))), promise: nil)
            }
            context.fireChannelRead(wrapInboundOut(.head(head)))
        } catch {
            refuse(error, context)
        }
    }

    /// Passes the head as a complete request. The end of the request, which still comes, is ignored.
    private func passHeadAlone(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        state.headIsEnough()
        arm(.response, context)
        if state.closesAfterResponse { recorder?.end() }
        context.fireChannelRead(wrapInboundOut(.head(head)))
        context.fireChannelRead(wrapInboundOut(.end(nil)))
    }
}
