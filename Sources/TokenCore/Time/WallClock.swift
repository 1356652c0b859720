#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The source of the current time. Tests set it.
public protocol WallClock: Sendable {
    func now() -> Timestamp
}

extension Timestamp {
    /// The permitted difference between the clocks of nodes, in seconds. A stored moment that is further ahead than this and its own
    /// duration was written by a clock that has been set back since.
    static let clockSkew = 60
}

/// The clock of the machine.
public struct SystemClock: WallClock {
    public init() {}

    public func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
