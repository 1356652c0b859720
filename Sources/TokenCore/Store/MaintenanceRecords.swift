/// The number of changes that can make cached values wrong: of accounts, roles, tokens, integrations, addresses, settings and stores. The
/// store maintains it.
public protocol ChangeRecords {
    /// Increases with each such change, in its transaction; not for a new account or token, or the use of a token.
    func changeVersion() throws -> Int64
}

public protocol MaintenanceRecords {
    /// Takes a task for one hour. - Returns: `true` for exactly one caller.
    func claim(task: String, hour: Int64) throws -> Bool
    /// Writes a value that is never read, to find out whether writes succeed.
    func probe() throws
}

/// Numbers of live rows, for metrics.
public struct StoreCounts: Sendable, Equatable {
    /// Live tokens by the kind of their owner.
    public var liveTokens: [AccountKind: Int]
    /// Names that are locked by the throttle.
    public var locks: Int
    /// Mails in the queue.
    public var waitingMails: Int

    public init(liveTokens: [AccountKind: Int], locks: Int, waitingMails: Int) {
        self.liveTokens = liveTokens
        self.locks = locks
        self.waitingMails = waitingMails
    }
}

public protocol CountRecords {
    /// Scans whole tables: not for requests.
    /// - Parameter failures: the number of failures that locks a name.
    func counts(at now: Timestamp, lockedFrom failures: Int) throws -> StoreCounts
}
