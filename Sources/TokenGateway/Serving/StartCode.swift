import Foundation

/// Program code that only the start has needed.
enum StartCode {
    /// Gives the pages of program code back, of the program and of its libraries; what serving needs comes back with its first use.
    /// Reading settings and options takes more code than serving does, and it would stay resident for as long as the server runs.
    static func release() {
        #if os(Linux)
            // Not as a file's contents: of a file without a size, Foundation takes the first piece for all.
            guard let maps = try? FileHandle(forReadingAtPath: "/proc/self/maps")?.readToEnd() else { return }
            for line in String(decoding: maps, as: UTF8.self).utf8.split(separator: UInt8(ascii: "\n")) {
                let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 5)
                // Code of a file is never written to, so nothing is lost.
                guard fields.count == 6, fields[1].elementsEqual("r-xp".utf8), fields[5].contains(UInt8(ascii: "/")) else { continue }
                let ends = fields[0].split(separator: UInt8(ascii: "-")).compactMap { UInt(String(Substring($0)), radix: 16) }
                guard ends.count == 2, ends[0] < ends[1] else { continue }
                madvise(UnsafeMutableRawPointer(bitPattern: ends[0]), Int(ends[1] - ends[0]), MADV_DONTNEED)
            }
        #endif
    }
}
