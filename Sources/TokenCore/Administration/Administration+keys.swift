public import ServiceModel

extension Administration {
    /// Makes sure that the keys can be had and open what the database has. Throws why not.
    public func checkSecrets() async throws {
        let box = credentials.box
        try box.check()
        try await read { try $0.openSealedSecrets(with: box) }
    }

    /// Seals every secret of the database anew, with the key that seals now, in batches of ``Cleanup/batch``. Stopping in between
    /// does no harm: each secret names its key.
    /// - Returns: how many secrets there are.
    public func resealSecrets() async throws(Fault) -> Int {
        let box = credentials.box
        let consumers = try await inBatches { session, start in
            let batch = try session.consumers(after: start, limit: Cleanup.batch)
            for consumer in batch {
                let secret = try box.open(consumer.secret, for: consumer.purpose)
                try session.setSecret(box.seal(secret, for: consumer.purpose), ofConsumer: consumer.id)
            }
            return batch.map(\.id)
        }
        let tokens = try await inBatches { session, start in
            let batch = try session.sealedOAuthTokens(after: start, limit: Cleanup.batch)
            for token in batch {
                let secret = try box.open(token.secret ?? "", for: token.purpose)
                try session.setSecret(box.seal(secret, for: token.purpose), ofOAuthToken: token.id)
            }
            return batch.map(\.id)
        }
        let factors = try await inBatches { session, start in
            let batch = try session.secondFactors(afterAdmin: start, limit: Cleanup.batch)
            for var factor in batch {
                factor.state = try box.seal(box.open(factor.state, for: factor.purpose), for: factor.purpose)
                try session.set(factor)
            }
            return batch.map(\.adminID)
        }
        return try await consumers + tokens + factors + resealSettings()
    }

    private func resealSettings() async throws(Fault) -> Int {
        let box = credentials.box
        return try await change("key.reseal", "settings") { session, _ in
            let sealed = try session.sealedSettings()
            for (path, value) in sealed {
                try session.setSetting(path, box.stored(box.open(value, for: SettingPath.purpose(path)).revealed, of: path))
            }
            return sealed.count
        }
    }

    /// Runs a change for the rows after an id until it finds none.
    /// - Parameter body: returns the ids of the rows that it has changed.
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
    /// Whether there is a secret that only the present keys open.
    public func holdsSealedSecrets() throws -> Bool {
        try !consumers(after: 0, limit: 1).isEmpty || !secondFactors(afterAdmin: 0, limit: 1).isEmpty || !sealedSettings().isEmpty
    }

    /// Opens a secret of each kind. Throws `internal` with the cause when a key is missing.
    public func openSealedSecrets(with box: Keyring) throws {
        if let consumer = try consumers(after: 0, limit: 1).first { _ = try box.open(consumer.secret, for: consumer.purpose) }
        if let factor = try secondFactors(afterAdmin: 0, limit: 1).first { _ = try box.open(factor.state, for: factor.purpose) }
        for (path, value) in try sealedSettings() { _ = try box.open(value, for: SettingPath.purpose(path)) }
    }

    fileprivate func sealedSettings() throws -> [String: String] {
        try settings().filter { SettingPath.named($0.key)?.isSecret == true && !$0.value.isEmpty }
    }
}
