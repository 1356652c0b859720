#if os(Linux)
    import Foundation
    import Testing

    @testable import TokenGateway

    /// Memory as libsodium asks for it gets huge pages; other memory is left alone.
    @Suite struct HugePagesTests {
        /// What the kernel was told about a mapping: the flags of its entry in `smaps`.
        private static func flags(_ bytes: Int, _ options: Int32) throws -> [Substring] {
            let memory = try #require(mmap(nil, bytes, PROT_READ | PROT_WRITE, options, -1, 0))
            #expect(memory != MAP_FAILED)
            defer { munmap(memory, bytes) }
            memory.storeBytes(of: 1, toByteOffset: bytes - 8, as: UInt64.self)
            let place = UInt(bitPattern: memory)
            var holds = false
            let entries = try #require(try FileHandle(forReadingAtPath: "/proc/self/smaps")?.readToEnd())
            for line in String(decoding: entries, as: UTF8.self).split(separator: "\n") {
                let ends = line.prefix { $0 != " " }.split(separator: "-").compactMap { UInt($0, radix: 16) }
                if ends.count == 2 { holds = ends[0] <= place && place < ends[1] }
                if holds, line.hasPrefix("VmFlags:") { return line.split(separator: " ") }
            }
            return []
        }

        private static let filled = MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE

        @Test func largeFilledMemoryIsAskedForInHugePages() throws {
            let flags = try Self.flags(19 << 20, Self.filled)
            #expect(flags.contains("hg"), "\(flags)")
        }

        @Test func otherMemoryIsLeftAlone() throws {
            #expect(try !Self.flags(1 << 20, Self.filled).contains("hg"))
            #expect(try !Self.flags(19 << 20, MAP_PRIVATE | MAP_ANONYMOUS).contains("hg"))
        }
    }
#endif
