public import ServiceModel

extension Administration {
    /// Writes down, in a copy that is about to take the place of the database, that it did.
    /// - Parameter endingTokens: whether every token that the copy has ends with it.
    /// - Returns: how many tokens ended.
    public func noteRestore(of copy: String, endingTokens: Bool) async throws(Fault) -> Int {
        let now = clock.now()
        return try await database.writing { session in
            let ended = endingTokens ? try session.endAllTokens(at: now) : 0
            try session.append(
                AuditRecord(
                    at: now, action: "store.restore", by: actor, subject: copy.split(separator: "/").last.map(String.init) ?? copy,
                    reason: endingTokens ? "tokens ended: \(ended)" : "tokens kept"))
            return ended
        }
    }
}
