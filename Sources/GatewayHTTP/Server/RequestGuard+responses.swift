import NIOCore
import NIOHTTP1
import ServiceModel

extension RequestGuard {
    /// Whether the connection ends after the response to the current request.
    var closesAfterResponse: Bool { state.closesAfterResponse }

    /// Sends the serialized response to the current request, bypassing NIO's encoder.
    func send(_ bytes: ByteBuffer) {
        guard !state.isOver, let context else { return }
        state.responseHead()
        let next = state.responseEnded()
        head = nil
        recorder?.send(bytes)
        responseEnded(next, context)
    }

    /// The parts of a response on an HTTP/2 stream.
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
            responseEnded(next, context)
        }
    }

    private func responseEnded(_ next: RequestGuardState.AfterResponse, _ context: ChannelHandlerContext) {
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

    func awaitNext(_ context: ChannelHandlerContext) {
        guard context.channel.isWritable else { return arm(.response, context) }
        arm(recorder?.hasBegun ?? false && state.bytesArrived() ? .header : .idle, context)
    }

    // MARK: Refusals

    /// Responds to the current request with a refusal and closes the connection.
    func refuse(_ fault: Fault, _ context: ChannelHandlerContext) {
        let wasReceiving = state.isReceiving
        guard state.refuse() else { return close(context) }
        if wasReceiving { context.fireErrorCaught(IncompleteRequest()) }
        // The channel of an HTTP/2 stream has no remote address.
        let peer = context.channel.remoteAddress?.ipAddress ?? "unknown"
        let head = head ?? recorder?.bytes.flatMap { LenientHead.parseLeniently($0.readableBytesView) }
        let response = refusalResponder(head, peer, fault)
        context.write(wrapOutboundOut(.head(SerializedResponse(response: response, closes: true).head)), promise: nil)
        if head?.method != .HEAD, !response.body.isEmpty {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: response.body)))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        close(context)
    }

    /// Closes the output and leaves the input open for a moment, so that no reset overtakes the response.
    func close(_ context: ChannelHandlerContext) {
        abortBody(context)
        // A stream ends by itself when both sides have sent everything. A request that is incomplete then is discarded.
        let endsByItself = isStream && state.isComplete
        state.closing()
        arm(endsByItself ? .response : .linger, context)
        if !isStream { context.close(mode: .output, promise: nil) }
    }

    /// Reports that the rest of a body will not come. Without the error, the next handler would take the end for the end of the body and
    /// handle half a request.
    func abortBody(_ context: ChannelHandlerContext) {
        if state.isReceiving { context.fireErrorCaught(IncompleteRequest()) }
    }
}

/// The request ended before it was complete.
struct IncompleteRequest: Error {}
