import ServiceModel

extension Cleanup {
    /// Deletes nonces and request tokens that are of no use any more (contract: `integrations.md` §5).
    func purgeOAuth(at now: Timestamp) async throws(Fault) {
        let age = try await database.reading { Settings(stored: try $0.settings()).oauthCleanupSeconds }
        // A node whose clock is behind still takes times that are outside the window here.
        let nonceAge = max(Int64(age), OAuthFields.window + Int64(Timestamp.clockSlack))
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
