/// Decides which hash runs, which waits and which is refused, without threads and clock. Jobs run in the order in which they came; a job
/// that has waited too long is refused instead of run.
struct HashQueue<Job: Sendable>: Sendable {
    private struct WaitingJob {
        let job: Job
        let deadline: ContinuousClock.Instant
    }

    let limits: PasswordHashingLimiter.Limits
    private(set) var running = 0
    private(set) var refused = 0
    /// The waiting jobs start at `next`; earlier slots are empty.
    private var jobs: [WaitingJob?] = []
    private var first = 0

    init(limits: PasswordHashingLimiter.Limits) {
        self.limits = limits
    }

    var waiting: Int { jobs.count - first }

    enum Admission: Equatable {
        /// Run the job on a thread.
        case start
        case wait, refuse
    }

    mutating func admit(_ job: Job, at now: ContinuousClock.Instant) -> Admission {
        if running < limits.concurrent {
            running += 1
            return .start
        }
        guard waiting < limits.waiting else {
            refused += 1
            return .refuse
        }
        jobs.append(WaitingJob(job: job, deadline: now + limits.queueTimeout))
        return .wait
    }

    /// Records that a hash is done. Its thread goes on with the next job, or ends.
    /// - Returns: the next job, and the jobs that have waited too long.
    mutating func finish(at now: ContinuousClock.Instant) -> (next: Job?, expired: [Job]) {
        var expired: [Job] = []
        while let candidate = removeFirstJob() {
            guard now < candidate.deadline else {
                refused += 1
                expired.append(candidate.job)
                continue
            }
            return (candidate.job, expired)
        }
        running -= 1
        return (nil, expired)
    }

    /// Records that no thread could be started for a job.
    /// - Returns: the waiting jobs that no thread is left to run.
    mutating func threadStartFailed() -> [Job] {
        running -= 1
        refused += 1
        guard running == 0 else { return [] }
        var stranded: [Job] = []
        while let candidate = removeFirstJob() { stranded.append(candidate.job) }
        refused += stranded.count
        return stranded
    }

    private mutating func removeFirstJob() -> WaitingJob? {
        guard first < jobs.count else { return nil }
        defer { if first > 64, first * 2 > jobs.count { compact() } }
        defer { first += 1 }
        let taken = jobs[first]
        jobs[first] = nil
        return taken
    }

    private mutating func compact() {
        jobs.removeFirst(first)
        first = 0
    }
}
