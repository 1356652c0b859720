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
    private let monitor: SQLiteFileMonitor

    init(of writer: DatabasePool, _ monitor: SQLiteFileMonitor, busyTimeout: Duration, kept: Int) {
        self.monitor = monitor
        self.writer = writer
        path = writer.path
        self.busyTimeout = busyTimeout
        self.kept = kept
    }

    deinit { close() }

    /// Closes the connections that nobody uses.
    func close() { idle.withLock { $0 = [] } }

    /// Throws `lost` for a file that is no longer at its place, also when that is the reason of another failure.
    func read<Result>(_ body: (any StoreSession) throws -> Result) throws -> Result {
        try lend { reader in
            let (result, isGood) = reader.read { try body(SQLSession($0)) }
            if case .failure(let failure) = result, failure is StoreFailure { try monitor.verify(reader.handle) }
            return (result, isGood)
        }
    }

    /// Looks at the file. Throws `lost`.
    func verify() throws {
        try lend { reader in
            try monitor.verify(reader.handle)
            return (.success(()), true)
        }
    }

    /// A new connection opens whatever is at the path by now.
    private func opened() throws(StoreFailure) -> SQLiteReader {
        do {
            let reader = try SQLiteReader(path: path, busyTimeout: busyTimeout)
            try monitor.verify(reader.handle)
            return reader
        } catch {
            try monitor.verify(nil)
            throw error
        }
    }

    /// - Parameter use: returns whether the reader is good for another use.
    private func lend<Result>(_ use: (SQLiteReader) throws -> (Swift.Result<Result, any Error>, isGood: Bool)) throws -> Result {
        try monitor.assertPresent()
        let reader =
            if let waiting = idle.withLock({ $0.popLast() }) { waiting.reader } else { try opened() }
        let (result, isGood) = try use(reader)
        if isGood {
            let back = Idle(reader: reader)
            idle.withLock { if $0.count < kept { $0.append(back) } }
        }
        return try result.get()
    }
}
