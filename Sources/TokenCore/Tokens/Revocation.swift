public import ServiceModel

/// Ends tokens (contract: `tokens.md` §4).
public struct Revocation: Sendable {
    let database: any Database
    let clock: any WallClock

    /// Ends all live tokens of the caller's account, the presented one included.
    /// - Returns: `true`, also when there was none.
    /// - Throws: `auth.denied` without an id.
    public func revokeOwn(_ kind: AccountKind, id: Int?, _ context: CallContext) async throws(Fault) -> Bool {
        guard let id else { throw .denied([kind == .admin ? .adminSelf : .customerSelf]) }
        let now = clock.now()
        try await database.writing { session in
            let count = try session.revokeTokens(of: (kind, id), at: now)
            try session.append(
                AuditRecord(
                    at: now, action: "token.revoke", by: AuditActor(account: kind, id: id, context.origin), subject: "\(kind.label) \(id)",
                    reason: "\(count) ended"))
        }
        return true
    }
}
