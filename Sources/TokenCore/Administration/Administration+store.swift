extension Administration {
    /// Writes down, in a copy that is about to take the place of the database, that it did.
    /// - Parameter endingTokens: whether every token that the copy has ends with it.
    /// - Returns: how many tokens ended.
    public func noteRestore(of copy: String, endingTokens: Bool) async throws -> Int {
        let now = clock.now()
        return try await database.write { session in
            let ended = endingTokens ? try session.endAllTokens(at: now) : 0
            try session.append(
                AuditRecord(
                    at: now, action: "store.restore", actorKind: "operator", actorID: nil,
                    subject: copy.split(separator: "/").last.map(String.init) ?? copy, address: "cli", requestID: "", outcome: .success,
                    reason: endingTokens ? "tokens ended: \(ended)" : "tokens kept"))
            return ended
        }
    }
}
