/// How much there is of what comes and goes, for metrics.
public struct StoreTally: Sendable, Equatable {
    /// Tokens that open something, by the kind of their owner.
    public var liveTokens: [AccountKind: Int]
    /// Names under which a sign-in is refused without a look.
    public var locks: Int
    /// Mails on their way.
    public var waitingMails: Int

    public init(liveTokens: [AccountKind: Int], locks: Int, waitingMails: Int) {
        self.liveTokens = liveTokens
        self.locks = locks
        self.waitingMails = waitingMails
    }
}

public protocol TallyRecords {
    /// Reads whole tables: not for requests.
    /// - Parameter failures: how many make a lock.
    func tally(at now: Timestamp, lockedFrom failures: Int) throws -> StoreTally
}
