import Foundation
public import ServiceModel
import Synchronization

/// The queue of outgoing mail. A mail is queued in the transaction of the change that it reports, so that none is lost and none is sent for
/// a change that was rolled back. A worker claims mails and sends them outside any transaction.
public struct MailQueue: Sendable {
    /// The maximum length of the queue. A full queue takes no more mails.
    public static let capacity = 10_000

    let database: any Database
    let directory: SiteDirectory
    let clock: any WallClock
    let random: any RandomSource
    let sealing: any MailSealing
    private let dropped = Dropped()

    private final class Dropped: Sendable {
        let count = Mutex(0)
    }

    init(
        database: any Database, directory: SiteDirectory, clock: any WallClock, random: any RandomSource, sealing: any MailSealing
    ) {
        self.database = database
        self.directory = directory
        self.clock = clock
        self.random = random
        self.sealing = sealing
    }

    /// Appends a mail to the queue, in the caller's transaction.
    /// - Returns: `false` when the queue is full. The change goes on without the mail, and the worker logs it.
    @discardableResult
    public func enqueue(_ mail: OutgoingMail, in session: any StoreSession) throws -> Bool {
        let reference = newReference()
        var texts: [String: String] = [:]
        var secrets: [String: String] = [:]
        for (name, value) in mail.values {
            switch value {
            case .text(let text): texts[name] = text
            case .secret(let secret): secrets[name] = secret.revealed
            }
        }
        let queued = QueuedMail(
            reference: reference, kind: mail.kind.rawValue, recipient: mail.recipient, recipientName: mail.recipientName,
            texts: try Self.json(texts),
            sealed: secrets.isEmpty ? nil : try sealing.seal(Secret(Self.json(secrets)), for: Self.purpose(reference)),
            createdAt: mail.createdAt, dueAt: mail.createdAt)
        return try add(queued, in: session)
    }

    /// - Returns: `false` when the queue is full.
    func add(_ queued: QueuedMail, in session: any StoreSession) throws -> Bool {
        guard try session.queuedMails(upTo: Self.capacity) < Self.capacity else {
            dropped.count.withLock { $0 += 1 }
            return false
        }
        try session.insert(queued)
        return true
    }

    func newReference() -> String { TokenFormat.make(length: 24, from: self.random) }

    /// The mails that this process could not queue since the last call.
    public func takeDropped() -> Int {
        dropped.count.withLock { count in
            defer { count = 0 }
            return count
        }
    }

    /// Claims mails that are due, for one worker. Reset requests among them are processed; only mails are returned.
    /// - Parameter lease: seconds after which other workers may claim what this worker has not settled, because it was killed.
    public func claim(limit: Int, lease: Int) async throws(Fault) -> [QueuedMail] {
        let now = clock.now()
        // The queue is mostly empty, and a read does not need the write lock.
        let waits = MailRetry.longestWaits(lease: lease)
        guard try await database.reading({ try $0.hasMail(dueAt: now, waits: waits) }) else { return [] }
        var claimed: [QueuedMail] = []
        var processed = 0
        repeat {
            let room = limit - claimed.count
            do {
                let snapshot = try await directory.current()
                let (mails, others) = try await database.writing { session in
                    let taken = try session.claimMails(
                        dueAt: now, waits: waits, limit: room, until: now.adding(seconds: lease))
                    let mails = try taken.filter { try !process($0, snapshot, in: session) }
                    return (mails, taken.count - mails.count)
                }
                claimed += mails
                processed = others
            } catch {
                // No other worker has what is claimed by now.
                guard claimed.isEmpty else { return claimed }
                throw error
            }
            // Processed requests have appended mails that are due as well.
        } while processed > 0 && claimed.count < limit
        return claimed
    }

    /// The contents of the mail.
    /// - Throws: when its secrets cannot be opened, or when another version of this program queued it.
    public func contents(of mail: QueuedMail) throws -> OutgoingMail {
        guard let kind = OutgoingMail.Kind(rawValue: mail.kind) else { throw StoreFailure.schema("there is no kind of mail \(mail.kind)") }
        var values = try Self.values(Array(mail.texts.utf8)).mapValues(OutgoingMail.Value.text)
        if let sealed = mail.sealed {
            let opened = try sealing.open(sealed, for: Self.purpose(mail.reference))
            for (name, value) in try Self.values(opened.withBytes { Array($0) }) { values[name] = .secret(Secret(value)) }
        }
        return OutgoingMail(
            kind: kind, recipient: mail.recipient, recipientName: mail.recipientName, values: values, createdAt: mail.createdAt)
    }

    /// Removes a mail that was sent or given up, unless another worker has claimed it meanwhile.
    public func remove(_ mail: QueuedMail) async throws(Fault) {
        try await database.writing { _ = try $0.deleteMail(id: mail.id, attempt: mail.attempts) }
    }

    /// Records that the mail could not be sent.
    /// - Returns: when it is tried again; `nil` when it was given up and removed.
    public func postpone(_ mail: QueuedMail) async throws(Fault) -> Timestamp? {
        let next = MailRetry.next(after: mail.attempts, createdAt: mail.createdAt, now: clock.now())
        guard let next else {
            try await remove(mail)
            return nil
        }
        try await database.writing { _ = try $0.postponeMail(id: mail.id, attempt: mail.attempts, until: next) }
        return next
    }

    /// The purpose for which the secrets of a mail are sealed.
    static func purpose(_ reference: String) -> String { "mail " + reference }

    private static func json(_ values: [String: String]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(values), as: UTF8.self)
    }

    private static func values(_ json: [UInt8]) throws -> [String: String] {
        try JSONDecoder().decode([String: String].self, from: Data(json))
    }
}
