import TokenCore

extension SQLiteDatabase {
    /// Whether there is a secret that only the present keys open. Blocks; for starting up.
    public func holdsSealedSecrets() throws -> Bool {
        try readHere { try !$0.consumers(after: 0, limit: 1).isEmpty }
    }
}
