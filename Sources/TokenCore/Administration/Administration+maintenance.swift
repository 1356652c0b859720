public import ServiceModel

extension Administration {
    /// Checks that the keys can be read and open the secrets of the database. Throws the cause otherwise.
    public func checkSecrets() async throws {
        let keyring = credentials.keyring
        try keyring.check()
        try await read { try $0.openSealedSecrets(with: keyring) }
    }

    /// Seals every secret of the database with the current sealing key, in batches of ``Cleanup/batch``. An interruption is harmless,
    /// because each secret names its key.
    /// - Returns: the number of secrets.
    public func resealSecrets() async throws(Fault) -> Int {
        let keyring = credentials.keyring
        let consumers = try await inBatches { session, start in
            let batch = try session.consumers(after: start, limit: Cleanup.batch)
            for consumer in batch {
                let secret = try keyring.open(consumer.secret, for: consumer.purpose)
                try session.setSecret(keyring.seal(secret, for: consumer.purpose), ofConsumer: consumer.id)
            }
            return batch.map(\.id)
        }
        let tokens = try await inBatches { session, start in
            let batch = try session.sealedOAuthTokens(after: start, limit: Cleanup.batch)
            for token in batch {
                let secret = try keyring.open(token.secret ?? "", for: token.purpose)
                try session.setSecret(keyring.seal(secret, for: token.purpose), ofOAuthToken: token.id)
            }
            return batch.map(\.id)
        }
        let factors = try await inBatches { session, start in
            let batch = try session.secondFactors(afterAdmin: start, limit: Cleanup.batch)
            for var factor in batch {
                factor.state = try keyring.seal(keyring.open(factor.state, for: factor.purpose), for: factor.purpose)
                try session.set(factor)
            }
            return batch.map(\.adminID)
        }
        return try await consumers + tokens + factors + resealSettings()
    }

    /// Writes the audit record of a restore into the copy that is about to replace the database.
    /// - Parameter endingTokens: whether all tokens of the copy end.
    /// - Returns: the number of tokens that ended.
    public func noteRestore(of copy: String, endingTokens: Bool) async throws(Fault) -> Int {
        let now = clock.now()
        return try await database.writeForAdministration { session in
            let ended = endingTokens ? try session.endAllTokens(at: now) : 0
            try session.append(
                AuditRecord(
                    at: now, action: "store.restore", by: actor, subject: copy.split(separator: "/").last.map(String.init) ?? copy,
                    reason: endingTokens ? "tokens ended: \(ended)" : "tokens kept"))
            return ended
        }
    }

    private func resealSettings() async throws(Fault) -> Int {
        let keyring = credentials.keyring
        return try await change("key.reseal", "settings") { session, _ in
            let sealed = try session.sealedSettings(settings)
            for (path, value) in sealed {
                try session.setSetting(
                    path, keyring.stored(keyring.open(value, for: SettingDescriptor.purpose(path)).revealed, of: path, settings))
            }
            return sealed.count
        }
    }

    /// Repeats a change for the rows after the last id until none is left.
    /// - Parameter body: returns the ids of the rows that it changed.
    private func inBatches(_ body: @escaping @Sendable (any StoreSession, _ start: Int) throws -> [Int]) async throws(Fault) -> Int {
        var count = 0
        var start = 0
        while true {
            let from = start
            let ids = try await change("key.reseal", "secrets after \(from)") { session, _ in try body(session, from) }
            guard let last = ids.last else { return count }
            count += ids.count
            start = last
        }
    }
}

extension StoreSession {
    /// Whether the database has a secret that only the current keys open.
    public func holdsSealedSecrets() throws -> Bool {
        try !consumers(after: 0, limit: 1).isEmpty || !secondFactors(afterAdmin: 0, limit: 1).isEmpty || !sealedSettings(.standard).isEmpty
    }

    /// Opens a secret of each kind. Throws `internal` with the cause when a key is missing.
    public func openSealedSecrets(with keyring: Keyring) throws {
        if let consumer = try consumers(after: 0, limit: 1).first { _ = try keyring.open(consumer.secret, for: consumer.purpose) }
        if let factor = try secondFactors(afterAdmin: 0, limit: 1).first { _ = try keyring.open(factor.state, for: factor.purpose) }
        for (path, value) in try sealedSettings(.standard) { _ = try keyring.open(value, for: SettingDescriptor.purpose(path)) }
    }

    fileprivate func sealedSettings(_ catalog: SettingCatalog) throws -> [String: String] {
        try settings().filter { catalog.isSecret($0.key) && !$0.value.isEmpty }
    }
}
