import Foundation

/// How much of the machine this process may use.
struct HostResources: Sendable, Equatable {
    /// Bytes of memory, of the container where it has less than the machine.
    let memory: UInt64
    let cores: Int

    /// This one, now.
    static var this: HostResources {
        let process = ProcessInfo.processInfo
        let limit = containerLimit(at: "/sys/fs/cgroup/memory.max") ?? .max
        return HostResources(memory: min(process.physicalMemory, limit), cores: max(1, process.activeProcessorCount))
    }

    /// The limit of control groups version 2; `nil` when there is none (https://docs.kernel.org/admin-guide/cgroup-v2.html).
    static func containerLimit(at path: String) -> UInt64? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        return UInt64(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    /// What hashing may take altogether, in KiB: a quarter (security.md §9).
    var hashingMemory: Int { Int(clamping: memory / 4 / 1024) }
}
