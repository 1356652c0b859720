import GRDB
import Synchronization
import TokenCore

/// A pool of read-only connections. Each read has a connection to itself, on the calling thread.
final class SQLiteReaders: Sendable {
    /// A reader that no thread uses; the thread that removes it from the list owns it.
    private struct Idle: @unchecked Sendable {
        let reader: SQLiteReader
    }

    private let path: String
    private let busyTimeout: Duration
    private let idle = Mutex<[Idle]>([])
    /// The number of idle connections to keep; there are seldom more readers than threads.
    private let kept: Int
    /// Outlives the readers: the last connection to close removes the side files, which a read-only one cannot.
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

    /// Closes the idle connections.
    func close() { idle.withLock { $0 = [] } }

    /// Throws `lost` for a file that is no longer at its path, also when that is the reason of another failure.
    func read<Result>(_ body: (any StoreSession) throws -> Result) throws -> Result {
        try lend { reader in
            let (result, isGood) = reader.read { try body(SQLSession($0)) }
            if case .failure(let failure) = result, failure is StoreFailure { try monitor.verify(reader.handle) }
            return (result, isGood)
        }
    }

    /// Checks the file. Throws `lost`.
    func verify() throws {
        try lend { reader in
            try monitor.verify(reader.handle)
            return (.success(()), true)
        }
    }

    /// A new connection opens whatever file is at the path now, so that is verified afterwards.
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

    /// - Parameter use: returns also whether the reader can be used again.
    private func lend<Result>(_ use: (SQLiteReader) throws -> (Swift.Result<Result, any Error>, isGood: Bool)) throws -> Result {
        try monitor.assertPresent()
        let reader =
            if let last = idle.withLock({ $0.popLast() }) { last.reader } else { try opened() }
        let (result, isGood) = try use(reader)
        if isGood {
            let returned = Idle(reader: reader)
            idle.withLock { if $0.count < kept { $0.append(returned) } }
        }
        return try result.get()
    }
}
