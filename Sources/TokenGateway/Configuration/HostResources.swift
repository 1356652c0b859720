import Foundation

/// The memory and processors that this process may use.
struct HostResources: Sendable, Equatable {
    /// In bytes; the limit of the container where it is below the memory of the machine.
    let memory: UInt64
    let cores: Int

    /// Those of this process now.
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

    /// The memory in KiB that all hashing together may take: a quarter (security.md §9).
    var hashingMemory: Int { Int(clamping: memory / 4 / 1024) }
}
