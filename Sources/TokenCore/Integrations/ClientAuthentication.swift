public import ServiceModel

/// Consumer key and secret of an integration as OAuth 2.0 client credentials (RFC 6749 §2.3.1).
public struct ClientCredentials: Sendable {
    public let key: String
    public let secret: Secret

    public init(key: String, secret: Secret) {
        self.key = key
        self.secret = secret
    }
}

/// Verifies client credentials (contract: `gateway.md` §2). Failures count in the throttle by key, as failed passwords do by name.
public struct ClientAuthentication: Sendable {
    let database: any Database
    let directory: SiteDirectory
    let keyring: Keyring
    let clock: any WallClock

    /// The integration as a caller, with its permissions.
    /// - Throws: the same `auth.failed` for an unknown key, a wrong secret, an inactive integration and a locked key;
    ///   `service.unavailable`.
    public func caller(_ credentials: ClientCredentials, _ origin: Origin) async throws(Fault) -> Caller {
        let limits = try await directory.current().settings.throttle
        let name = Throttle.key(credentials.key)
        let start = clock.now()
        let (entry, client) = try await database.reading { session in
            let entry = try session.throttleEntry(.integration, key: name)
            if Throttle.isLocked(entry, at: start, limits) { throw Fault(.authFailed) }
            return (entry, try session.client(credentials.key))
        }
        guard let client, try keyring.open(client.consumer.secret, for: client.consumer.purpose).matches(credentials.secret) else {
            throw try await recordFailure(name, limits, client == nil ? "unknown key" : "wrong secret", client?.integration, origin)
        }
        guard client.integration.status == .active else {
            throw try await recordFailure(name, limits, "integration not active", client.integration, origin)
        }
        if entry != nil { try await resetThrottle(name, limits) }
        return client.integration.caller
    }

    /// Resets the throttle entry, unless a lock was set meanwhile.
    private func resetThrottle(_ name: String, _ limits: ThrottleLimits) async throws(Fault) {
        let now = clock.now()
        try await database.writing { session in
            guard !Throttle.isLocked(try session.throttleEntry(.integration, key: name), at: now, limits) else { throw Fault(.authFailed) }
            try session.deleteThrottleEntry(.integration, key: name)
        }
    }

    /// Counts a failure and writes an audit record, in one transaction.
    private func recordFailure(
        _ name: String, _ limits: ThrottleLimits, _ reason: String, _ integration: Integration?, _ origin: Origin
    ) async throws(Fault) -> Fault {
        let now = clock.now()
        try await database.writing { session in
            let entry = try session.throttleEntry(.integration, key: name)
            guard !Throttle.isLocked(entry, at: now, limits) else { return }
            let next = Throttle.afterFailure(entry, at: now, limits)
            try session.setThrottleEntry(next, .integration, key: name)
            let locks = next.failures >= limits.maximumFailures
            try session.append(
                AuditRecord(
                    at: now, action: "client.authenticate", by: AuditActor(.integration, id: integration?.id, origin),
                    // What is no key may be a secret that was put in the wrong place.
                    subject: integration?.name ?? "", outcome: .failure, reason: locks ? "\(reason); locked" : reason))
        }
        return Fault(.authFailed)
    }
}

extension StoreSession {
    fileprivate func client(_ key: String) throws -> (consumer: Consumer, integration: Integration)? {
        guard key.utf8.count == OAuthFields.length, let consumer = try consumer(key: key),
            let integration = try integration(id: consumer.integrationID)
        else { return nil }
        return (consumer, integration)
    }
}
