public import ServiceModel

/// Removes what has ended, in small batches (contract: `tokens.md` §8). Validity never depends on it.
public struct Cleanup: Sendable {
    /// Rows in one transaction.
    public static let batch = 500
    let database: any Database
    let clock: any WallClock

    /// The hourly run. Only one node does it in an hour.
    /// - Returns: how many tokens were deleted, `nil` when another node has done it.
    public func hourly() async throws(Fault) -> Int? {
        let hour = clock.now().hour
        guard try await database.writing({ try $0.claim(task: "cleanup", hour: hour) }) else { return nil }
        return try await purge()
    }

    /// Removes every ended token and throttle entry now.
    /// - Returns: how many tokens were deleted.
    public func purge() async throws(Fault) -> Int {
        let now = clock.now()
        var deleted = 0
        var last = Self.batch
        while last == Self.batch, !Task.isCancelled {
            last = try await database.writing { try $0.deleteEndedTokens(at: now, limit: Self.batch) }
            deleted += last
        }
        last = Self.batch
        while last == Self.batch, !Task.isCancelled {
            last = try await database.writing { try $0.deleteEndedThrottleEntries(at: now, limit: Self.batch) }
        }
        try await purgeResets(at: now)
        try await purgeOAuth(at: now)
        do {
            try await ImportStaging(database: database, clock: clock).discardAbandoned()
        } catch {
            throw Fault(storing: error)
        }
        return deleted
    }

    /// Reset tokens that are too old under any setting, and requests that no limit looks at any more.
    private func purgeResets(at now: Timestamp) async throws(Fault) {
        let issued = now.adding(seconds: -ResetLimits.longestTokenSeconds)
        var last = Self.batch
        while last == Self.batch, !Task.isCancelled {
            last = try await database.writing { try $0.deleteResetTokens(issuedBefore: issued, limit: Self.batch) }
        }
        let requested = now.adding(seconds: -ResetLimits.memorySeconds)
        last = Self.batch
        while last == Self.batch, !Task.isCancelled {
            last = try await database.writing { try $0.deleteResetRequests(before: requested, limit: Self.batch) }
        }
    }
}
