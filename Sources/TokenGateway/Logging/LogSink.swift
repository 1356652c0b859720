import Foundation
import Synchronization

/// Writes lines without blocking the caller: a dispatch queue writes them, and when it cannot keep up, lines are dropped and counted. A
/// closed pipe ends the log, not the program.
final class LogSink: Sendable {
    private struct State {
        var pending: [UInt8] = []
        var dropped = 0
        var isWriting = false
        var isClosed = false
    }

    /// Bytes that may be pending.
    private let capacity: Int
    private let descriptor: Int32
    private let notice: @Sendable (_ dropped: Int) -> String
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "token-gateway.log")

    /// - Parameter notice: the line that replaces dropped ones.
    init(
        descriptor: Int32, capacity: Int = 4 << 20,
        notice: @escaping @Sendable (_ dropped: Int) -> String = { "\($0) log lines were dropped\n" }
    ) {
        self.descriptor = descriptor
        self.notice = notice
        self.capacity = capacity
    }

    /// - Parameter line: ends with a line feed.
    func append(_ line: String) {
        let mustStart = state.withLock { state in
            guard !state.isClosed else { return false }
            guard state.pending.count + line.utf8.count <= capacity else {
                state.dropped += 1
                return false
            }
            state.pending.append(contentsOf: line.utf8)
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if mustStart { queue.async { self.drain() } }
    }

    /// Waits until everything is written, at most as long as the limit.
    func flush(within limit: Duration = .seconds(2)) {
        let written = DispatchSemaphore(value: 0)
        queue.async { written.signal() }
        _ = written.wait(timeout: .now() + limit / .seconds(1))
    }

    private func drain() {
        while let chunk = next() {
            guard write(chunk) else {
                state.withLock { $0 = State(isClosed: true) }
                return
            }
        }
    }

    /// The pending bytes and the notice of dropped lines; `nil` when there are none.
    private func next() -> [UInt8]? {
        state.withLock { state in
            var chunk: [UInt8] = []
            swap(&chunk, &state.pending)
            if state.dropped > 0 {
                chunk.append(contentsOf: notice(state.dropped).utf8)
                state.dropped = 0
            }
            state.isWriting = !chunk.isEmpty
            return chunk.isEmpty ? nil : chunk
        }
    }

    /// - Returns: whether the descriptor still accepts bytes.
    private func write(_ chunk: [UInt8]) -> Bool {
        chunk.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Foundation.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count > 0 {
                    rest = rest.dropFirst(count)
                } else if count < 0, errno == EAGAIN {
                    // Another process has made the shared descriptor non-blocking.
                    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&waiting, 1, 1000)
                } else if count == 0 || errno != EINTR {
                    return false
                }
            }
            return true
        }
    }
}
