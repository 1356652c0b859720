#if os(Linux)
    import Foundation
    import Testing

    @testable import TokenGateway

    @Suite struct StartCodeTests {
        /// Resident program code in KiB.
        private static func resident() throws -> Int {
            let entries = try #require(try FileHandle(forReadingAtPath: "/proc/self/smaps")?.readToEnd())
            var (isCode, sum) = (false, 0)
            for line in String(decoding: entries, as: UTF8.self).split(separator: "\n") {
                if line.contains(" r-xp ") || line.contains(" r--p ") || line.contains(" rw-p ") { isCode = line.contains(" r-xp ") }
                if isCode, line.hasPrefix("Rss:") { sum += line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0 }
            }
            return sum
        }

        /// Released code is read again when it runs.
        @Test func residentCodeIsReleased() throws {
            let before = try Self.resident()
            StartCode.release()
            let after = try Self.resident()
            #expect(after < before / 2, "\(before) KiB before, \(after) KiB after")
        }
    }
#endif
