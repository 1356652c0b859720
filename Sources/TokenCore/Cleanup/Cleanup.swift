public import ServiceModel

/// Deletes expired and ended records in small batches (contract: `tokens.md` §8). Validity never depends on it.
public struct Cleanup: Sendable {
    /// Rows in one transaction.
    public static let batch = 500
    let database: any Database
    let clock: any WallClock

    /// The hourly run; one node does it each hour.
    /// - Returns: the number of deleted tokens, `nil` when another node has done the run.
    public func hourly() async throws(Fault) -> Int? {
        let hour = clock.now().hour
        guard try await database.writing({ try $0.claim(task: "cleanup", hour: hour) }) else { return nil }
        return try await purge()
    }

    /// Deletes every ended token and throttle entry now.
    /// - Returns: the number of deleted tokens.
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

    /// Deletes reset tokens that are too old under any setting, and requests that no limit counts any more.
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

    /// Deletes nonces and request tokens that are no longer needed (contract: `integrations.md` §5).
    private func purgeOAuth(at now: Timestamp) async throws(Fault) {
        let age = try await database.reading { Settings(stored: try $0.settings()).oauth.cleanupSeconds }
        // A node whose clock is behind still accepts timestamps that are outside the window here.
        let nonceAge = max(Int64(age), OAuthFields.window + Int64(Timestamp.clockSkew))
        var last = Self.batch
        while last == Self.batch, !Task.isCancelled {
            last = try await database.writing { try $0.deleteNonces(sentBefore: now.milliseconds / 1000 - nonceAge, limit: Self.batch) }
        }
        last = Self.batch
        while last == Self.batch, !Task.isCancelled {
            last = try await database.writing { try $0.deleteRequestTokens(madeBefore: now.adding(seconds: -age), limit: Self.batch) }
        }
    }
}
