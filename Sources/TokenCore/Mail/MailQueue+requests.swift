import Foundation
import ServiceModel

extension MailQueue {
    /// Appends a reset request to the queue, in the caller's transaction. The work is the same whether or not an account exists.
    func enqueue(_ request: ResetRequest, at now: Timestamp, in session: any StoreSession) throws {
        let reference = newReference()
        let sealed = try sealing.seal(
            Secret(String(decoding: try JSONEncoder().encode(request), as: UTF8.self)), for: Self.purpose(reference))
        let queued = QueuedMail(
            reference: reference, kind: ResetRequest.kind, recipient: "", recipientName: "", texts: "{}", sealed: sealed, createdAt: now,
            dueAt: now)
        if try !add(queued, in: session) { try session.append(request.refused("the mail queue is full", at: now)) }
    }

    /// Processes a claimed reset request: it leaves the queue, and a mail replaces it when there is an account.
    /// - Returns: `false` for a mail, and for a request that cannot be opened any more; the worker gives that up.
    func process(_ queued: QueuedMail, _ snapshot: SiteConfiguration, in session: any StoreSession) throws -> Bool {
        guard queued.kind.utf8Equals(ResetRequest.kind), let request = opened(queued) else { return false }
        guard try session.deleteMail(id: queued.id, attempt: queued.attempts) else { return true }
        let token = Secret(TokenFormat.make(from: self.random))
        if let mail = try request.complete(token, snapshot, askedAt: queued.createdAt, in: session) { try enqueue(mail, in: session) }
        return true
    }

    private func opened(_ queued: QueuedMail) -> ResetRequest? {
        guard let sealed = queued.sealed, let text = try? sealing.open(sealed, for: Self.purpose(queued.reference)) else { return nil }
        return try? text.withBytes { try JSONDecoder().decode(ResetRequest.self, from: Data($0)) }
    }
}
