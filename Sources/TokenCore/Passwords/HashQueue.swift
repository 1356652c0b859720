/// Who may hash, who waits and who is refused, without threads and clock: first come, first served, and nobody is served who has waited
/// too long to be there still.
struct HashQueue<Job: Sendable>: Sendable {
    private struct Waiting {
        let job: Job
        let deadline: ContinuousClock.Instant
    }

    let limits: PasswordHashingLimiter.Limits
    private(set) var running = 0
    private(set) var refused = 0
    /// From the place of the next; what is before it is gone.
    private var line: [Waiting?] = []
    private var first = 0

    init(limits: PasswordHashingLimiter.Limits) {
        self.limits = limits
    }

    var waiting: Int { line.count - first }

    enum Admission: Equatable {
        /// On a thread of its own.
        case start
        case wait, refuse
    }

    mutating func arrive(_ job: Job, at now: ContinuousClock.Instant) -> Admission {
        if running < limits.concurrent {
            running += 1
            return .start
        }
        guard waiting < limits.waiting else {
            refused += 1
            return .refuse
        }
        line.append(Waiting(job: job, deadline: now + limits.queueTimeout))
        return .wait
    }

    /// A hash is done. Its place goes to the next in the line, or stays free.
    /// - Returns: whose turn it is, and who has waited too long.
    mutating func finish(at now: ContinuousClock.Instant) -> (next: Job?, late: [Job]) {
        var late: [Job] = []
        while let candidate = takeFirst() {
            guard now < candidate.deadline else {
                refused += 1
                late.append(candidate.job)
                continue
            }
            return (candidate.job, late)
        }
        running -= 1
        return (nil, late)
    }

    /// There was no thread for a job that was told to start.
    /// - Returns: who waits in vain, because nobody is left to come to them.
    mutating func threadRefused() -> [Job] {
        running -= 1
        refused += 1
        guard running == 0 else { return [] }
        var stranded: [Job] = []
        while let candidate = takeFirst() { stranded.append(candidate.job) }
        refused += stranded.count
        return stranded
    }

    private mutating func takeFirst() -> Waiting? {
        guard first < line.count else { return nil }
        defer { if first > 64, first * 2 > line.count { drop() } }
        defer { first += 1 }
        let taken = line[first]
        line[first] = nil
        return taken
    }

    private mutating func drop() {
        line.removeFirst(first)
        first = 0
    }
}
