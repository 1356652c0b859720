public import ServiceModel
import Synchronization

/// Tracks when tokens were last used, to the minute. A request only records the use in memory, and only for the first use in a minute.
/// Recorded uses are written later, many tokens in one transaction; a crash loses those of a few seconds.
public final class LastUsedTracker: Sendable {
    /// The maximum number of recorded tokens; beyond it, uses are dropped until the next write.
    static let capacity = 50_000
    /// Rows per transaction.
    static let batchSize = 500

    private let database: any Database
    private let pending = Mutex<[String: Timestamp]>([:])

    init(database: any Database) {
        self.database = database
    }

    /// Records that a token was valid for a call.
    /// - Parameter last: the last use recorded so far.
    /// - Returns: the last use after this call.
    @discardableResult
    func recordUse(_ accessor: String, after last: Timestamp?, at now: Timestamp) -> Timestamp? {
        let minute = now.minute
        if let last, minute <= last { return last }
        return pending.withLock { pending in
            guard pending.count < Self.capacity || pending[accessor] != nil else { return last }
            pending[accessor] = max(pending[accessor] ?? minute, minute)
            return minute
        }
    }

    /// Writes the recorded uses. Uses that cannot be written are recorded again.
    /// - Returns: the number of tokens.
    public func flush() async throws(Fault) -> Int {
        var rest = pending.withLock { pending in
            defer { pending = [:] }
            return pending.map { (accessor: $0.key, minute: $0.value) }
        }[...]
        var written = 0
        while !rest.isEmpty {
            let batch = Array(rest.prefix(Self.batchSize))
            do {
                try await database.writing { session in
                    for use in batch { try session.recordUse(accessor: use.accessor, at: use.minute) }
                }
            } catch {
                let unwritten = rest
                pending.withLock { pending in
                    for use in unwritten where pending.count < Self.capacity {
                        pending[use.accessor] = max(pending[use.accessor] ?? use.minute, use.minute)
                    }
                }
                throw error
            }
            written += batch.count
            rest = rest.dropFirst(Self.batchSize)
        }
        return written
    }
}

extension Timestamp {
    /// The start of its minute.
    fileprivate var minute: Timestamp {
        let past = milliseconds % 60_000
        return adding(milliseconds: -(past < 0 ? past + 60_000 : past))
    }
}
