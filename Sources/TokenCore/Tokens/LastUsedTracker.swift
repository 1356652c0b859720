public import ServiceModel
import Synchronization

/// When tokens were last used, to the minute. A request only notes it in memory, and only when the minute is a new one for its token;
/// what was noted is written down a little later, many tokens in one transaction. A crash loses some seconds of it.
public final class LastUsedTracker: Sendable {
    /// Tokens that are noted at most; beyond that a use is forgotten until the next writing.
    static let bound = 50_000
    /// Rows in one transaction.
    static let batch = 500

    private let database: any Database
    private let noted = Mutex<[String: Timestamp]>([:])

    init(database: any Database) {
        self.database = database
    }

    /// A token was good for a call.
    /// - Parameter last: its last use that was written down or noted.
    /// - Returns: the same after this one.
    @discardableResult
    func note(_ accessor: String, after last: Timestamp?, at now: Timestamp) -> Timestamp? {
        let minute = now.minute
        if let last, minute <= last { return last }
        return noted.withLock { noted in
            guard noted.count < Self.bound || noted[accessor] != nil else { return last }
            noted[accessor] = max(noted[accessor] ?? minute, minute)
            return minute
        }
    }

    /// Writes down what was noted. What cannot be written is noted again.
    /// - Returns: of how many tokens.
    public func write() async throws(Fault) -> Int {
        var rest = noted.withLock { noted in
            defer { noted = [:] }
            return noted.map { (accessor: $0.key, minute: $0.value) }
        }[...]
        var written = 0
        while !rest.isEmpty {
            let piece = Array(rest.prefix(Self.batch))
            do {
                try await database.writing { session in
                    for use in piece { try session.recordUse(accessor: use.accessor, at: use.minute) }
                }
            } catch {
                let left = rest
                noted.withLock { noted in
                    for use in left where noted.count < Self.bound {
                        noted[use.accessor] = max(noted[use.accessor] ?? use.minute, use.minute)
                    }
                }
                throw error
            }
            written += piece.count
            rest = rest.dropFirst(Self.batch)
        }
        return written
    }
}

extension Timestamp {
    /// The beginning of its minute.
    fileprivate var minute: Timestamp {
        let past = milliseconds % 60_000
        return adding(milliseconds: -(past < 0 ? past + 60_000 : past))
    }
}
