#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where the time comes from; tests turn it.
public protocol WallClock: Sendable {
    func now() -> Timestamp
}

extension Timestamp {
    /// Seconds by which clocks of nodes may differ. What was noted for later than this and its own length from now was noted by a clock
    /// that has been set back since.
    static let clockSlack = 60
}

/// The machine's clock.
public struct SystemClock: WallClock {
    public init() {}

    public func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
