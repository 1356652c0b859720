public import ServiceModel
import Synchronization

/// Bounds how many passwords are hashed at once, how many wait, and for how long: beyond that it refuses with `service.unavailable`
/// instead of queueing without end.
///
/// Hashing runs on threads of its own that give way to all others, never on those that carry requests: whoever holds a token does not
/// feel a flood of sign-ins.
public final class PasswordHashingLimiter: Sendable {
    public struct Limits: Sendable, Equatable {
        /// Hashes at the same moment; times the memory of one hash this is the memory of the gate.
        public let concurrent: Int
        public let waiting: Int
        /// How long a password may wait for its turn.
        public let queueTimeout: Duration

        public init(concurrent: Int, waiting: Int, queueTimeout: Duration = .seconds(2)) {
            self.concurrent = max(1, concurrent)
            self.waiting = max(0, waiting)
            self.queueTimeout = queueTimeout
        }
    }

    public let hasher: any PasswordHasher
    private let queue: Mutex<HashQueue<Job>>

    public init(hasher: any PasswordHasher, limits: Limits) {
        self.hasher = hasher
        queue = Mutex(HashQueue(limits: limits))
    }

    /// Passwords longer than this are wrong, in the time of a wrong one (contract: `rest.md` §14).
    public static let longestPassword = 4096

    /// Whether the password fits the stored text. Without one, or with a password too long to be hashed, the stand-in is
    /// verified, so that the answer takes as long.
    public func verify(_ password: Secret, against stored: String?) async throws(Fault) -> Bool {
        let fits = password.count <= Self.longestPassword
        let checked = fits ? password : Secret("")
        let text = fits ? stored ?? hasher.dummyHash : hasher.dummyHash
        let matches = try await run { $0.verify(checked, against: text) }
        return matches && fits && stored != nil
    }

    public func hash(_ password: Secret) async throws(Fault) -> String {
        try await run { $0.hash(password) }
    }

    /// What the gate does now, and what it has refused since the start.
    public var statistics: HashStatistics {
        queue.withLock { HashStatistics(running: $0.running, waiting: $0.waiting, refused: $0.refused) }
    }

    /// One hash that somebody waits for.
    private struct Job: Sendable {
        let work: @Sendable () -> Void
        let refuse: @Sendable () -> Void
    }

    private func run<Result: Sendable>(_ work: @escaping @Sendable (any PasswordHasher) -> Result?) async throws(Fault) -> Result {
        let hasher = hasher
        let outcome: Swift.Result<Result, Fault> = await withCheckedContinuation { continuation in
            take(
                Job(
                    work: {
                        let result = work(hasher)
                        continuation.resume(returning: result.map(Swift.Result.success) ?? .failure(.busy("no memory for hashing")))
                    },
                    refuse: { continuation.resume(returning: .failure(.busy("hash gate full"))) }))
        }
        return try outcome.get()
    }

    private func take(_ job: Job) {
        switch queue.withLock({ $0.arrive(job, at: .now) }) {
        case .wait: break
        case .refuse: job.refuse()
        case .start:
            guard !BackgroundThread.start({ self.work(beginningWith: job) }) else { return }
            let stranded = queue.withLock { $0.threadRefused() }
            for job in [job] + stranded { job.refuse() }
        }
    }

    /// The life of a thread: one hash after the other while there is one. Starting another later costs a thousandth of a hash.
    private func work(beginningWith first: Job) {
        first.work()
        while true {
            let (next, late) = queue.withLock { $0.finish(at: .now) }
            for job in late { job.refuse() }
            guard let next else { return }
            next.work()
        }
    }
}

/// A moment of a ``PasswordHashingLimiter``.
public struct HashStatistics: Sendable, Equatable {
    public let running: Int
    public let waiting: Int
    /// Since the start.
    public let refused: Int
}

extension Fault {
    fileprivate static func busy(_ cause: String) -> Fault {
        Fault(.serviceUnavailable, retryAfter: 2, cause: cause)
    }
}
