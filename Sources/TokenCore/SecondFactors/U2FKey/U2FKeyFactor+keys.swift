public import ServiceModel

/// Further keys of an admin, with an own token (contract: `two-factor.md` §12).
extension U2FKeyFactor {
    /// - Throws: `tfa.provider-not-allowed`, `tfa.domain-unknown`; `tfa.provider-already-configured` for an admin with eight keys.
    public func configureFurther(adminID: Int?, _ context: CallContext) async throws(Fault) -> String {
        try await pipeline.own(self, adminID: adminID, context) { opened, session in
            try checkRoom(opened.factor, in: session)
            return try registrationOptions(&opened.factor, in: session)
        }
    }

    /// - Throws: as ``configureFurther(adminID:_:)``; `tfa.key-not-started`, `tfa.key-invalid`, `tfa.key-data-invalid`.
    public func registerFurther(adminID: Int?, credential: Secret, _ context: CallContext) async throws(Fault) {
        try await pipeline.own(self, adminID: adminID, context) { opened, session in
            try checkRoom(opened.factor, in: session)
            try register(credential, &opened.factor, in: session)
            if !opened.record.isActive { opened.record.activatedAt = opened.factor.now }
            try session.append(pipeline.activation(opened, "", context))
        }
    }

    private func checkRoom(_ factor: Factor<State>, in session: any StoreSession) throws {
        guard isAllowed(factor.settings) else { throw Fault(.tfaProviderNotAllowed) }
        guard try session.securityKeys(ofAdmin: factor.admin.id).count < Self.mostKeys else { throw Fault(.tfaProviderAlreadyConfigured) }
    }

    /// Oldest first.
    public func keys(adminID: Int?, _ context: CallContext) async throws(Fault) -> [SecurityKeyRecord] {
        guard let adminID else { throw .denied([.adminSelf]) }
        return try await pipeline.database.reading { try $0.securityKeys(ofAdmin: adminID) }
    }

    /// Forgets a key. With the last one the provider is reset, as an operator's reset has it: the admin's tokens end.
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
            if isLast { _ = try session.resetSecondFactor(Self.about.code, of: admin, at: now) }
            try session.append(
                AuditRecord(
                    at: now, action: isLast ? "factor.reset" : "factor.key-delete", by: AuditActor(.admin, id: adminID, context.origin),
                    subject: "\(Self.about.code) of \(admin.username)", reason: "key \(keyID)"))
        }
        return true
    }
}
