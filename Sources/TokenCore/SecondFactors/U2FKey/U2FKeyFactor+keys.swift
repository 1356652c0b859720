public import ServiceModel

/// The keys of an admin, for calls with an access token of that admin (contract: `two-factor.md` §12).
extension U2FKeyFactor {
    /// Begins the registration of a further key.
    /// - Returns: options for `navigator.credentials.create`, as JSON text.
    /// - Throws: `tfa.provider-not-allowed`, `tfa.domain-unknown`; `tfa.provider-already-configured` for an admin with eight keys.
    public func configureFurther(adminID: Int?, _ context: CallContext) async throws(Fault) -> String {
        try await pipeline.own(self, adminID: adminID, context) { opened, session in
            try checkLimit(opened.factor, in: session)
            return try registrationOptions(&opened.factor, in: session)
        }
    }

    /// Completes the registration.
    /// - Throws: as ``configureFurther(adminID:_:)``; `tfa.key-not-started`, `tfa.key-invalid`, `tfa.key-data-invalid`.
    public func registerFurther(adminID: Int?, credential: Secret, _ context: CallContext) async throws(Fault) {
        try await pipeline.own(self, adminID: adminID, context) { opened, session in
            try checkLimit(opened.factor, in: session)
            try register(credential, &opened.factor, in: session)
            if !opened.record.isActive { opened.record.activatedAt = opened.factor.now }
            try session.append(pipeline.activation(opened, "", context))
        }
    }

    private func checkLimit(_ factor: Factor<State>, in session: any StoreSession) throws {
        guard pipeline.allows(self, factor.settings) else { throw Fault(.tfaProviderNotAllowed) }
        guard try session.securityKeys(ofAdmin: factor.admin.id).count < Self.maximumKeys else {
            throw Fault(.tfaProviderAlreadyConfigured)
        }
    }

    /// Oldest first.
    public func keys(adminID: Int?, _ context: CallContext) async throws(Fault) -> [SecurityKeyRecord] {
        guard let adminID else { throw .denied([.adminSelf]) }
        return try await pipeline.database.reading { try $0.securityKeys(ofAdmin: adminID) }
    }

    /// Deletes a key. Deleting the last one resets the provider, which revokes the admin's tokens.
    /// - Returns: `true`.
    /// - Throws: `entity.not-found` `keyId`.
    public func delete(keyID: Int, adminID: Int?, _ context: CallContext) async throws(Fault) -> Bool {
        guard let adminID else { throw .denied([.adminSelf]) }
        let now = pipeline.clock.now()
        try await pipeline.database.writing { session in
            guard let admin = try session.admin(id: adminID), try session.deleteSecurityKey(id: keyID, ofAdmin: adminID) else {
                throw Fault(.entityNotFound, [.init("fieldName", "keyId"), .init("fieldValue", .int(keyID))])
            }
            let isLast = try session.securityKeys(ofAdmin: adminID).isEmpty
            if isLast { try pipeline.registry.reset(Self.descriptor, of: admin, at: now, in: session) }
            try session.append(
                AuditRecord(
                    at: now, action: isLast ? "factor.reset" : "factor.key-delete", by: AuditActor(.admin, id: adminID, context.origin),
                    subject: "\(Self.descriptor.code) of \(admin.username)", reason: "key \(keyID)"))
        }
        return true
    }
}
