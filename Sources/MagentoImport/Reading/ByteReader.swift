import Foundation

/// Reads a file byte by byte, with a buffer of fixed size.
final class ByteReader {
    struct Position: Sendable, Equatable {
        var offset: UInt64 = 0
        var line = 1
    }

    let file: String
    private let handle: FileHandle
    private var buffer: [UInt8] = []
    private var index = 0
    private(set) var line = 1
    /// The offset of the byte after the buffer.
    private var end: UInt64 = 0

    private static let chunk = 256 * 1024

    init(path: String) throws(ImportProblem) {
        file = URL(filePath: path).lastPathComponent
        guard let handle = FileHandle(forReadingAtPath: path) else { throw ImportProblem(file, "the file cannot be opened") }
        self.handle = handle
    }

    deinit { try? handle.close() }

    var position: Position { Position(offset: end - UInt64(buffer.count - index), line: line) }

    func go(to position: Position) throws(ImportProblem) {
        do { try handle.seek(toOffset: position.offset) } catch { throw unreadable }
        buffer = []
        index = 0
        end = position.offset
        line = position.line
    }

    /// The next byte, without consuming it.
    func peek() throws(ImportProblem) -> UInt8? {
        if index == buffer.count { try fill() }
        return index < buffer.count ? buffer[index] : nil
    }

    func next() throws(ImportProblem) -> UInt8? {
        if index == buffer.count { try fill() }
        guard index < buffer.count else { return nil }
        let byte = buffer[index]
        index += 1
        if byte == 0x0A { line += 1 }
        return byte
    }

    /// Whether these bytes come next; does not consume them.
    func isAhead(_ bytes: some Collection<UInt8>) throws(ImportProblem) -> Bool {
        while buffer.count - index < bytes.count {
            let before = buffer.count - index
            try fill()
            if buffer.count - index == before { return false }
        }
        return buffer[index...].starts(with: bytes)
    }

    func skip(_ count: Int) throws(ImportProblem) {
        for _ in 0..<count { _ = try next() }
    }

    /// Appends the bytes before the first one of the set, which is not consumed.
    func take(until stops: ByteSet, into bytes: inout [UInt8]) throws(ImportProblem) {
        repeat {
            if index == buffer.count { try fill() }
            let start = index
            while index < buffer.count, !stops.contains(buffer[index]) {
                if buffer[index] == 0x0A { line += 1 }
                index += 1
            }
            bytes.append(contentsOf: buffer[start..<index])
            guard bytes.count <= RowValues.maximumRowLength else { throw ImportProblem(file, line: line, "a row is too long") }
        } while index == buffer.count && !buffer.isEmpty
    }

    /// Skips to the first byte of the set, which is not consumed.
    func skip(until stops: ByteSet) throws(ImportProblem) {
        repeat {
            if index == buffer.count { try fill() }
            while index < buffer.count, !stops.contains(buffer[index]) {
                if buffer[index] == 0x0A { line += 1 }
                index += 1
            }
        } while index == buffer.count && !buffer.isEmpty
    }

    /// Reads more bytes after the unread part of the buffer. An empty buffer afterwards means the end of the file.
    private func fill() throws(ImportProblem) {
        let read: Data?
        do { read = try handle.read(upToCount: Self.chunk) } catch { throw unreadable }
        buffer.removeFirst(index)
        index = 0
        guard let read else { return }
        buffer.append(contentsOf: read)
        end += UInt64(read.count)
    }

    private var unreadable: ImportProblem { ImportProblem(file, line: line, "the file cannot be read") }
}

/// A set of bytes.
struct ByteSet: Sendable {
    private var low: (UInt64, UInt64) = (0, 0)
    private var high: (UInt64, UInt64) = (0, 0)

    init(_ bytes: [UInt8]) {
        for byte in bytes {
            let bit = UInt64(1) << UInt64(byte & 63)
            switch byte >> 6 {
            case 0: low.0 |= bit
            case 1: low.1 |= bit
            case 2: high.0 |= bit
            default: high.1 |= bit
            }
        }
    }

    func contains(_ byte: UInt8) -> Bool {
        let word =
            switch byte >> 6 {
            case 0: low.0
            case 1: low.1
            case 2: high.0
            default: high.1
            }
        return word >> UInt64(byte & 63) & 1 == 1
    }
}
