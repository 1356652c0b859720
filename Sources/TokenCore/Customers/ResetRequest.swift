import Foundation
import ServiceModel

/// A request for a password reset as it waits in the mail queue. It does not depend on whether the customer exists: a worker looks the
/// account up after the response has been sent (D54).
struct ResetRequest: Sendable, Codable {
    /// Among the kinds of queued mails; none of ``OutgoingMail/Kind``.
    static let kind = "reset_request"

    /// As it was typed, at most ``LoginName/longest`` characters.
    let email: String
    let websiteID: Int
    // The actor, for the audit trail.
    let actorKind: String
    let actorID: Int?
    let address: String
    let requestID: String

    init(email: String, websiteID: Int, by actor: AuditActor) {
        self.email = email
        self.websiteID = websiteID
        actorKind = actor.kind.rawValue
        actorID = actor.id
        address = actor.origin.address
        requestID = actor.origin.requestID
    }

    /// Records the request and gives the customer a new token; older ones become void.
    /// - Parameter askedAt: the time of the request, from which the token's lifetime counts.
    /// - Returns: the mail that carries the token; `nil` when the customer does not exist.
    func complete(_ token: Secret, _ snapshot: SiteConfiguration, askedAt: Timestamp, in session: any StoreSession) throws -> OutgoingMail?
    {
        let owner = try session.owners(of: email, in: websiteID, shared: snapshot.settings.sharesCustomers).first
        try session.append(record(of: owner == nil ? AuditRecord.unknownName(email) : email, owner == nil ? "unknown" : "", at: askedAt))
        guard let owner else { return nil }
        try session.setResetToken(ResetTokenRecord(digest: TokenFormat.digest(token), customerID: owner.id, issuedAt: askedAt))
        return .inviting(owner, .passwordReset, token, snapshot, at: askedAt)
    }

    /// The audit record of a request that could not be processed.
    func refused(_ reason: String, at now: Timestamp) -> AuditRecord {
        record(of: AuditRecord.unknownName(email), reason, at: now, .failure)
    }

    private func record(
        of subject: String, _ reason: String, at moment: Timestamp, _ outcome: AuditRecord.Outcome = .success
    ) -> AuditRecord {
        AuditRecord(
            at: moment, action: "customer.reset-request", actorKind: actorKind, actorID: actorID, subject: subject, address: address,
            requestID: requestID, outcome: outcome, reason: reason)
    }
}
