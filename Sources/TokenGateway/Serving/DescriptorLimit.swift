import Foundation

/// How many files and connections this process may have open (`RLIMIT_NOFILE`).
enum DescriptorLimit {
    /// For the database, the log, mails and the event loops.
    private static let reserve = 64

    /// Raises the soft limit to the hard one.
    /// - Returns: the limit in force.
    static func raise() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
        let soft = limit.rlim_cur
        limit.rlim_cur = limit.rlim_max
        if soft < limit.rlim_max, setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) != 0 { limit.rlim_cur = soft }
        return Int(clamping: limit.rlim_cur)
    }

    /// How many connections a limit allows, with a reserve for everything else.
    static func connections(below limit: Int) -> Int {
        max(1, limit - min(reserve, limit / 2))
    }
}
