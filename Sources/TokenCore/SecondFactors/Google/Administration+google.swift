public import ServiceModel

extension Administration {
    /// Replaces an administrator's secret for one-time codes and activates the provider. Tokens that were issued with an earlier secret end.
    /// - Parameter secret: base32 of at least 5 bytes, at most 256 characters.
    /// - Throws: `administration.secret-invalid`, `administration.admin-unknown`.
    public func setGoogleSecret(_ secret: Secret, of username: String) async throws(Fault) {
        guard let text = GoogleFactor.canonical(secret) else {
            throw Fault(.secretInvalid)
        }
        let keyring = credentials.keyring
        try await change("factor.set-secret", username) { session, now in
            let admin = try session.requireAdmin(username)
            let code = GoogleFactor.descriptor.code
            let present = try session.secondFactor(ofAdmin: admin.id, code)
            var record = SecondFactorRecord(
                adminID: admin.id, provider: code, activatedAt: now, state: "", revision: present?.revision ?? 0)
            record.state = try keyring.seal(state: GoogleFactor.State(secret: text), for: record.purpose)
            try session.set(record)
            if present?.isActive == true { _ = try session.revokeTokens(of: (.admin, admin.id), at: now) }
        }
    }
}

extension GoogleFactor {
    /// A secret in the form in which it is stored.
    /// - Returns: `nil` unless the text is base32 of at least 5 bytes and at most 256 characters.
    static func canonical(_ secret: Secret) -> String? {
        let text = secret.revealed
        guard text.utf8.count <= 256, let bytes = Base32.decode(text), bytes.count >= 5 else { return nil }
        return Base32.encode(bytes)
    }
}
