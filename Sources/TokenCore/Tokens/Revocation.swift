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
                    at: now, action: "token.revoke", actorKind: kind.label, actorID: id, subject: "\(kind.label) \(id)",
                    address: context.origin.address, requestID: context.origin.requestID, outcome: .success, reason: "\(count) ended"))
        }
        return true
    }
}
