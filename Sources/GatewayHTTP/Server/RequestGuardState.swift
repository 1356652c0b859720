/// Where a connection stands, without channel and clock: one request at a time.
struct RequestGuardState {
    enum Phase: Equatable {
        /// Between requests; `begun` once a byte of the next head has come.
        case waiting(begun: Bool)
        /// Head passed on, body coming.
        case receiving(bytes: Int)
        /// Whole request passed on.
        case received
        /// The guard has answered itself; everything else is swallowed.
        case refused
        /// Being closed.
        case closing
    }

    enum Deadline: Equatable {
        case idle, header, body, response, linger, quiesceGracePeriod
    }

    private(set) var phase = Phase.waiting(begun: false)
    private(set) var closesAfterResponse = false
    private(set) var responseBegun = false
    /// All of the request has come.
    private(set) var isComplete = false
    /// The server is told to stop: no request comes after the one under way, or after the next one.
    private(set) var isLast = false

    /// Bytes came that are no complete head yet. - Returns: whether the head's time begins now.
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

    /// The head is passed on as the whole request, whether or not a body is on its way.
    mutating func headIsEnough() {
        if case .receiving = phase { phase = .received }
    }

    mutating func responseHead() { responseBegun = true }

    enum AfterResponse: Equatable {
        case close, awaitNext, nothing
    }

    /// The answer is complete. An answer before the end of the request closes the connection, too: nobody reads the rest.
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

    /// The guard wants to answer itself. - Returns: whether it still can.
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

    /// The server is told to stop. - Returns: whether the connection is quiet, so that it may end soon.
    mutating func quiesce() -> Bool {
        isLast = true
        closesAfterResponse = true
        return phase == .waiting(begun: false)
    }

    mutating func closing() { phase = .closing }

    /// The head was passed on and its end was not.
    var isReceiving: Bool {
        if case .receiving = phase { true } else { false }
    }

    var isOver: Bool { phase == .refused || phase == .closing }
}
