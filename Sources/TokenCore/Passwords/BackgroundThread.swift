#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Threads of low scheduling priority for long computations.
enum BackgroundThread {
    /// The nice value: while both want to run, such a thread gets about a thirtieth of the time of an ordinary one (sched(7)).
    private static let niceness: Int32 = 15

    private final class Work {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// - Returns: `false` when the system cannot start a thread.
    static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        let work = Unmanaged.passRetained(Work(body))
        #if os(Linux)
            var thread: pthread_t = 0
            let code = pthread_create(&thread, nil, { BackgroundThread.run($0) }, work.toOpaque())
        #else
            var thread: pthread_t?
            let code = pthread_create(&thread, nil, { BackgroundThread.run($0) }, work.toOpaque())
        #endif
        guard code == 0 else {
            work.release()
            return false
        }
        #if os(Linux)
            pthread_detach(thread)
        #else
            if let thread { pthread_detach(thread) }
        #endif
        return true
    }

    private static func run(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let argument else { return nil }
        let work = Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
        #if os(Linux)
            // On Linux this affects the calling thread only (setpriority(2), bugs). Where it is not permitted, the thread keeps the
            // ordinary priority.
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness)
        #else
            pthread_set_qos_class_self_np(QOS_CLASS_UTILITY, 0)
        #endif
        work.body()
        return nil
    }
}
