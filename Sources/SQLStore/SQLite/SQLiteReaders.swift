import GRDB
import Synchronization
import TokenCore

/// Connections for reading, opened when needed and used again. Each read has one of its own, on the thread that asks.
final class SQLiteReaders: Sendable {
    /// A reader on its way between threads: whoever took it out of the list is alone with it.
    private struct Idle: @unchecked Sendable {
        let reader: SQLiteReader
    }

    private let path: String
    private let busyTimeout: Duration
    private let idle = Mutex<[Idle]>([])
    /// Connections kept; there are seldom more readers than threads.
    private let kept: Int
    /// Outlives the readers: the last connection to close tidies up beside the file, and one that only reads cannot.
    private let writer: DatabasePool

    init(of writer: DatabasePool, busyTimeout: Duration, kept: Int) {
        self.writer = writer
        path = writer.path
        self.busyTimeout = busyTimeout
        self.kept = kept
    }

    deinit { idle.withLock { $0 = [] } }

    func read<Result>(_ body: (any StoreSession) throws -> Result) throws -> Result {
        let reader =
            if let waiting = idle.withLock({ $0.popLast() }) { waiting.reader } else {
                try SQLiteReader(path: path, busyTimeout: busyTimeout)
            }
        let (result, isGood) = reader.read { try body(SQLSession($0)) }
        if isGood {
            let back = Idle(reader: reader)
            idle.withLock { if $0.count < kept { $0.append(back) } }
        }
        return try result.get()
    }
}
