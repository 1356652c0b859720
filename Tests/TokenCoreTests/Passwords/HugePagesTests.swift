#if os(Linux) && (arch(x86_64) || arch(arm64))
    import Foundation
    import ServiceModel
    import Synchronization
    import Testing
    import TokenCore

    /// The memory of a password hash is in huge pages, where the kernel has them; other memory is left alone.
    struct HugePagesTests {
        /// What the kernel was told about mappings: size in bytes and flags of each entry of `smaps`.
        private static func mappings() throws -> [(start: UInt, size: UInt, flags: [Substring])] {
            var found: [(start: UInt, size: UInt, flags: [Substring])] = []
            let entries = try #require(try FileHandle(forReadingAtPath: "/proc/self/smaps")?.readToEnd())
            for line in String(decoding: entries, as: UTF8.self).split(separator: "\n") {
                let ends = line.prefix { $0 != " " }.split(separator: "-").compactMap { UInt($0, radix: 16) }
                if ends.count == 2 { found.append((ends[0], ends[1] - ends[0], [])) }
                if line.hasPrefix("VmFlags:"), !found.isEmpty { found[found.count - 1].flags = line.split(separator: " ") }
            }
            return found
        }

        private final class Search: Sendable {
            private let state = Mutex(false)
            var isOver: Bool {
                get { state.withLock { $0 } }
                set { state.withLock { $0 = newValue } }
            }
        }

        @Test(.timeLimit(.minutes(1))) func memoryOfAHashIsInHugePages() async throws {
            // Of a size that nothing else in the process has.
            let kibibytes = 192 * 1024 + 8
            let hasher = try #require(Argon2idHasher.Cost(memory: kibibytes, passes: 3).flatMap { Argon2idHasher(cost: $0) })
            let size = UInt(kibibytes * 1024)
            // On a thread of its own, again and again until it has been seen: the pool of the tests may be busy.
            let search = Search()
            Thread.detachNewThread { while !search.isOver { _ = hasher.hash(Secret("Correct-Horse-7-Battery")) } }
            defer { search.isOver = true }
            while try !Self.mappings().contains(where: { $0.size >= size && $0.flags.contains("hg") }) { try Task.checkCancellation() }
        }

        @Test func otherMemoryIsLeftAlone() throws {
            _ = try #require(Argon2idHasher())
            let bytes = 19 << 20
            let memory = try #require(mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0))
            #expect(memory != MAP_FAILED)
            defer { munmap(memory, bytes) }
            let place = UInt(bitPattern: memory)
            let own = try #require(try Self.mappings().first { $0.start <= place && place < $0.start + $0.size })
            #expect(!own.flags.contains("hg"), "\(own)")
        }
    }
#endif
