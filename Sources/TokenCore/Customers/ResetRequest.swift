import Foundation
import ServiceModel

/// A request for a password reset as it waits among the mails, whoever it names: nothing about it tells whether there is such a customer.
/// Who it is for is looked up when a worker takes it, after the answer (D54).
struct ResetRequest: Sendable, Codable {
    /// Among the kinds of queued mails; none of ``OutgoingMail/Kind``.
    static let kind = "reset_request"

    /// As it was typed, at most ``LoginName/longest`` characters.
    let email: String
    let websiteID: Int
    /// Who asked, for the audit trail.
    let actorKind: String
    let actorID: Int?
    let address: String
    let requestID: String

    /// - Parameter record: what the trail says of the request, as far as it is known.
    init(email: String, websiteID: Int, record: AuditRecord) {
        self.email = email
        self.websiteID = websiteID
        actorKind = record.actorKind
        actorID = record.actorID
        address = record.address
        requestID = record.requestID
    }

    /// Writes the request down, and gives the customer whom it names a new token; older ones are void.
    /// - Parameter askedAt: when the request came; the token is as old as that.
    /// - Returns: the mail that carries the token; `nil` when there is no such customer.
    func answer(_ token: Secret, _ snapshot: SiteConfiguration, askedAt: Timestamp, in session: any StoreSession) throws -> OutgoingMail? {
        let owner = try session.owners(of: email, in: websiteID, shared: snapshot.settings.sharesCustomers).first
        try session.append(record(of: owner == nil ? AuditRecord.nobody(email) : email, owner == nil ? "unknown" : "", at: askedAt))
        guard let owner else { return nil }
        try session.setResetToken(ResetTokenRecord(digest: TokenFormat.digest(token), customerID: owner.id, issuedAt: askedAt))
        return .inviting(owner, .passwordReset, token, snapshot, at: askedAt)
    }

    /// What the trail says when the request could not be taken.
    func refused(_ reason: String, at now: Timestamp) -> AuditRecord {
        record(of: AuditRecord.nobody(email), reason, at: now, .failure)
    }

    private func record(
        of subject: String, _ reason: String, at moment: Timestamp, _ outcome: AuditRecord.Outcome = .success
    ) -> AuditRecord {
        AuditRecord(
            at: moment, action: "customer.reset-request", actorKind: actorKind, actorID: actorID, subject: subject, address: address,
            requestID: requestID, outcome: outcome, reason: reason)
    }
}
