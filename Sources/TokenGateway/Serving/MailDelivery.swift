import GatewayMail
import Logging
import ServiceLifecycle
import ServiceModel
import TokenCore

/// Delivers queued mails to the mail server, outside of any transaction. A mail that cannot be delivered stays in the queue and is tried
/// again later; a mail whose worker was killed is claimed again when its lease has expired.
struct MailDelivery: Service {
    /// Mails that are delivered concurrently.
    static let width = 4

    let queue: MailQueue
    let composer: MailComposer
    let mailer: any Mailer
    /// Seconds for which no other worker claims the mail; longer than its delivery may take.
    let lease: Int
    let logger: Logger
    /// Waits between two polls of the queue; throws when it is cancelled.
    var sleep: @Sendable () async throws -> Void = { try await Task.sleep(for: .seconds(1)) }

    func run() async throws {
        do {
            while !Task.isShuttingDownGracefully, !Task.isCancelled {
                // A stop cancels the wait for the next mail, not a delivery in progress.
                guard await deliver() < Self.width else { continue }
                try await cancelWhenGracefulShutdown(sleep)
            }
        } catch is CancellationError {
            // The server stops. The rest is for the next start.
        }
    }

    /// Claims the mails that are due and delivers them.
    /// - Returns: how many were claimed.
    @discardableResult
    func deliver() async -> Int {
        let refused = queue.takeDropped()
        if refused > 0 { logger.error("mail: the queue is full, mails were refused", metadata: ["mails": "\(refused)"]) }
        do {
            let claimed = try await queue.claim(limit: Self.width, lease: lease)
            await withDiscardingTaskGroup { group in
                for mail in claimed { group.addTask { await deliver(mail) } }
            }
            return claimed.count
        } catch {
            logger.error("mail: the queue cannot be read", metadata: ["message": "\(error.message.id)", "cause": "\(error.cause ?? "-")"])
            return 0
        }
    }

    private func deliver(_ mail: QueuedMail) async {
        var metadata: Logger.Metadata = ["mail": "\(mail.reference)", "kind": "\(mail.kind)", "attempt": "\(mail.attempts)"]
        do {
            do {
                try await send(mail)
                try await queue.remove(mail)
                logger.info("mail: handed over", metadata: metadata)
            } catch let failure as MailFailure {
                metadata["reason"] = "\(failure.reason)"
                try await settle(mail, failure, metadata)
            }
        } catch {
            // The mail is claimed again when the lease has expired.
            metadata["cause"] = "\((error as? Fault)?.cause ?? "-")"
            logger.error("mail: the queue cannot be written", metadata: metadata)
        }
    }

    private func settle(_ mail: QueuedMail, _ failure: MailFailure, _ metadata: Logger.Metadata) async throws(Fault) {
        var metadata = metadata
        if !failure.isFinal, let next = try await queue.postpone(mail) {
            metadata["next"] = "\(next.sqlDateTime)"
            return logger.warning("mail: not handed over, will be tried again", metadata: metadata)
        }
        if failure.isFinal { try await queue.remove(mail) }
        logger.error("mail: given up", metadata: metadata)
    }

    private func send(_ mail: QueuedMail) async throws(MailFailure) {
        let contents: OutgoingMail
        do {
            contents = try queue.contents(of: mail)
        } catch {
            throw MailFailure("the mail cannot be opened: its key is gone, or another version of this program queued it", isFinal: true)
        }
        try await mailer.send(composer.message(contents, reference: mail.reference))
    }
}
