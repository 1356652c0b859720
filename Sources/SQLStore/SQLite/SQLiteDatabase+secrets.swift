import TokenCore

extension SQLiteDatabase {
    /// Whether there is a secret that only the present keys open. Blocks; for starting up.
    public func holdsSealedSecrets() throws -> Bool {
        try readHere { session in
            try !session.consumers(after: 0, limit: 1).isEmpty || !session.secondFactors(afterAdmin: 0, limit: 1).isEmpty
                || session.settings().contains { SettingPath.named($0.key)?.isSecret == true && !$0.value.isEmpty }
        }
    }
}
