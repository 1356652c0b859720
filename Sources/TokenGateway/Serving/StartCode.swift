import Foundation

/// Program code that only the start needs.
enum StartCode {
    /// Releases the resident pages of code of the program and its libraries; a page is read again at its next use. Parsing of settings
    /// and options takes more code than serving, and it would stay resident for as long as the server runs.
    static func release() {
        #if os(Linux)
            // Foundation reads a file by its size; files in /proc have none and would be cut off.
            guard let maps = try? FileHandle(forReadingAtPath: "/proc/self/maps")?.readToEnd() else { return }
            for line in String(decoding: maps, as: UTF8.self).utf8.split(separator: UInt8(ascii: "\n")) {
                let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 5)
                // Code that is mapped from a file is never modified, so nothing is lost.
                guard fields.count == 6, fields[1].elementsEqual("r-xp".utf8), fields[5].contains(UInt8(ascii: "/")) else { continue }
                let ends = fields[0].split(separator: UInt8(ascii: "-")).compactMap { UInt(String(Substring($0)), radix: 16) }
                guard ends.count == 2, ends[0] < ends[1] else { continue }
                madvise(UnsafeMutableRawPointer(bitPattern: ends[0]), Int(ends[1] - ends[0]), MADV_DONTNEED)
            }
        #endif
    }
}
