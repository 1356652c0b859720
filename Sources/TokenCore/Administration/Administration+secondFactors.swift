public import ServiceModel

extension Administration {
    /// Sets an administrator's secret for one-time codes and activates the provider. When it replaces an active one, all tokens end.
    /// - Throws: `administration.secret-invalid`, `administration.admin-unknown`.
    public func setGoogleSecret(_ secret: Secret, of username: String) async throws(Fault) {
        guard let text = GoogleFactor.canonical(secret) else {
            throw Fault(.secretInvalid)
        }
        let box = credentials.box
        try await change("factor.set-secret", username) { session, now in
            let admin = try session.requireAdmin(username)
            let code = GoogleFactor.about.code
            let purpose = SecondFactorRecord.purpose(code, adminID: admin.id)
            let present = try session.secondFactor(ofAdmin: admin.id, code)
            let state = try box.seal(state: GoogleFactor.State(secret: text), for: purpose)
            try session.set(
                SecondFactorRecord(adminID: admin.id, provider: code, activatedAt: now, state: state, revision: present?.revision ?? 0))
            if present?.isActive == true { _ = try session.revokeTokens(of: (.admin, admin.id), at: now) }
        }
    }

    /// Deletes an administrator's data of a provider; tokens and configuration tokens end, even when there is no data. With the last
    /// active provider the recovery codes are deleted, too.
    /// - Throws: `administration.provider-unknown`, `administration.admin-unknown`.
    public func resetSecondFactor(_ provider: String, of username: String) async throws(Fault) {
        let known = ProviderDescription.all.map(\.code) + [RecoveryFactor.about.code]
        guard known.contains(where: { $0.utf8Equals(provider) }) else {
            throw Fault(.providerUnknown, [.init(.text(provider)), .init(.text(known.joined(separator: ", ")))])
        }
        try await change("factor.reset", "\(provider) of \(username)") { session, now in
            try session.resetSecondFactor(provider, of: session.requireAdmin(username), at: now)
        }
    }
}

extension StoreSession {
    func resetSecondFactor(_ provider: String, of admin: AdminAccount, at now: Timestamp) throws {
        var admin = admin
        _ = try deleteSecondFactor(ofAdmin: admin.id, provider)
        if provider.utf8Equals(U2FKeyFactor.about.code) { try deleteSecurityKeys(ofAdmin: admin.id) }
        // Recovery codes replace a factor; without a factor they would be a second password.
        let providers = ProviderDescription.all.map(\.code)
        if try SecondFactorPolicy.active(providers, of: admin.id, in: self).isEmpty {
            _ = try deleteSecondFactor(ofAdmin: admin.id, RecoveryFactor.about.code)
        }
        admin.setUpEndedAt = now
        try update(admin)
        _ = try revokeTokens(of: (.admin, admin.id), at: now)
    }
}
