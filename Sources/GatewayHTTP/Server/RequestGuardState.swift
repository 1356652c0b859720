/// The state of a connection, which handles one request at a time. Pure: without channel and clock.
struct RequestGuardState {
    enum Phase: Equatable {
        /// Between requests; `begun` once a byte of the next head was read.
        case waiting(begun: Bool)
        /// The head was passed on, the body is incomplete.
        case receiving(bytes: Int)
        /// The complete request was passed on.
        case received
        /// The guard responded itself; further input is discarded.
        case refused
        /// The connection is being closed.
        case closing
    }

    enum Deadline: Equatable {
        case idle, header, body, response, linger, quiesceGracePeriod
    }

    private(set) var phase = Phase.waiting(begun: false)
    private(set) var closesAfterResponse = false
    private(set) var responseBegun = false
    /// Whether the request was read to its end.
    private(set) var isComplete = false
    /// Whether the server is shutting down: the current request, or on an idle connection the next one, is the last.
    private(set) var isLast = false

    /// Bytes were read that are not a complete head yet.
    /// - Returns: whether the deadline of the head starts now.
    mutating func bytesArrived() -> Bool {
        guard phase == .waiting(begun: false) else { return false }
        phase = .waiting(begun: true)
        return true
    }

    /// - Returns: whether the head may be passed on.
    mutating func headAccepted(closes: Bool) -> Bool {
        guard case .waiting = phase else { return false }
        phase = .receiving(bytes: 0)
        closesAfterResponse = closes || isLast
        responseBegun = false
        isComplete = false
        return true
    }

    enum BodyVerdict: Equatable {
        case pass, drop, tooLarge
    }

    mutating func bodyArrived(_ count: Int, limit: Int) -> BodyVerdict {
        guard case .receiving(let bytes) = phase else { return .drop }
        // Both are bounded by the limit and the size of one read.
        let total = bytes + count
        phase = .receiving(bytes: total)
        return total > limit ? .tooLarge : .pass
    }

    /// - Returns: whether the end may be passed on.
    mutating func endArrived() -> Bool {
        guard case .receiving = phase else { return false }
        phase = .received
        isComplete = true
        return true
    }

    /// The head was passed on as a complete request, whether or not a body follows.
    mutating func headIsEnough() {
        if case .receiving = phase { phase = .received }
    }

    mutating func responseHead() { responseBegun = true }

    enum AfterResponse: Equatable {
        case close, awaitNext, nothing
    }

    /// The response is complete. A response before the end of the request closes the connection as well, because the rest is not read.
    mutating func responseEnded() -> AfterResponse {
        switch phase {
        case .received where !closesAfterResponse:
            phase = .waiting(begun: false)
            return .awaitNext
        case .received, .receiving:
            phase = .closing
            return .close
        case .refused:
            phase = .closing
            return .close
        case .waiting, .closing: return .nothing
        }
    }

    /// The guard is about to respond itself.
    /// - Returns: whether it still can.
    mutating func refuse() -> Bool {
        switch phase {
        case .waiting, .receiving:
            guard !responseBegun || isWaiting else { return false }
            phase = .refused
            return true
        case .received, .refused, .closing: return false
        }
    }

    var isWaiting: Bool {
        if case .waiting = phase { true } else { false }
    }

    /// The server is shutting down.
    /// - Returns: whether the connection is idle, so that it may end soon.
    mutating func quiesce() -> Bool {
        isLast = true
        closesAfterResponse = true
        return phase == .waiting(begun: false)
    }

    mutating func closing() { phase = .closing }

    /// Whether the head was passed on and the end was not.
    var isReceiving: Bool {
        if case .receiving = phase { true } else { false }
    }

    var isOver: Bool { phase == .refused || phase == .closing }
}
