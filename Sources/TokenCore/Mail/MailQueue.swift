import Foundation
public import ServiceModel
import Synchronization

/// Mails on their way. They are queued in the transaction of what they tell of, so none is lost and none tells of what did not happen;
/// a worker takes them from here and sends them outside of any transaction.
public struct MailQueue: Sendable {
    /// Mails that wait at most; beyond that new ones are not taken.
    public static let bound = 10_000

    let database: any Database
    let directory: SiteDirectory
    let clock: any WallClock
    let random: any RandomSource
    let sealing: any MailSealing
    private let refused = Refused()

    private final class Refused: Sendable {
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

    /// Puts a mail at the end of the queue, in the caller's transaction.
    /// - Returns: `false` when the queue is full: what the mail tells of goes on without it, and the worker's log says so.
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
        guard try session.queuedMails(upTo: Self.bound) < Self.bound else {
            refused.count.withLock { $0 += 1 }
            return false
        }
        try session.insert(queued)
        return true
    }

    func newReference() -> String { TokenFormat.make(length: 24, from: self.random) }

    /// Mails that were not taken since the last question, by this process.
    public func takeRefused() -> Int {
        refused.count.withLock { count in
            defer { count = 0 }
            return count
        }
    }

    /// Takes mails that are due, for one worker alone. Requests that wait among them are answered on the way: what comes out are mails.
    /// - Parameter lease: seconds after which others may have what this worker has not settled: it was killed.
    public func claim(limit: Int, lease: Int) async throws(Fault) -> [QueuedMail] {
        let now = clock.now()
        // Most of the time there is nothing, and looking does not need the place of the writer.
        let waits = MailRetry.longestWaits(lease: lease)
        guard try await database.reading({ try $0.hasMail(dueAt: now, waits: waits) }) else { return [] }
        var claimed: [QueuedMail] = []
        var answered = 0
        repeat {
            let room = limit - claimed.count
            do {
                let snapshot = try await directory.current()
                let (mails, others) = try await database.writing { session in
                    let taken = try session.claimMails(
                        dueAt: now, waits: waits, limit: room, until: now.adding(seconds: lease))
                    let mails = try taken.filter { try !answer($0, snapshot, in: session) }
                    return (mails, taken.count - mails.count)
                }
                claimed += mails
                answered = others
            } catch {
                // What is claimed by now has nobody else.
                guard claimed.isEmpty else { return claimed }
                throw error
            }
            // Answers have put mails at the end, which are due as well.
        } while answered > 0 && claimed.count < limit
        return claimed
    }

    /// What the mail says.
    /// - Throws: when its secrets cannot be opened or it was queued by another version of this program.
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

    /// The mail was handed over or is given up: it leaves the queue, unless another worker has it by now.
    public func remove(_ mail: QueuedMail) async throws(Fault) {
        try await database.writing { _ = try $0.deleteMail(id: mail.id, attempt: mail.attempts) }
    }

    /// The mail could not be handed over.
    /// - Returns: when it is tried again; `nil` when it was given up and has left the queue.
    public func postpone(_ mail: QueuedMail) async throws(Fault) -> Timestamp? {
        let next = MailRetry.next(after: mail.attempts, createdAt: mail.createdAt, now: clock.now())
        guard let next else {
            try await remove(mail)
            return nil
        }
        try await database.writing { _ = try $0.postponeMail(id: mail.id, attempt: mail.attempts, until: next) }
        return next
    }

    /// What the secrets of a mail are sealed for.
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
