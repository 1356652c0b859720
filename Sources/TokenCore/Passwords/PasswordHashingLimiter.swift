public import ServiceModel
import Synchronization

/// Limits how many passwords are hashed at the same time, how many wait, and for how long. Beyond these limits it throws
/// `service.unavailable` instead of queueing without bound.
///
/// Hashing runs on threads of lower priority than those that serve requests.
public final class PasswordHashingLimiter: Sendable {
    public struct Limits: Sendable, Equatable {
        /// The number of concurrent hashes; times the memory of one hash this is the memory that hashing needs.
        public let concurrent: Int
        public let waiting: Int
        /// The longest time that a password waits for its turn.
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

    /// Longer passwords are refused in the time that a wrong password takes (contract: `rest.md` §14).
    public static let longestPassword = 4096

    /// Whether the password fits the stored hash. Without one, or for a password that is too long, the dummy hash is verified so that the
    /// response takes the same time.
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

    /// The current load, and the number of refusals since the start of the process.
    public var statistics: HashStatistics {
        queue.withLock { HashStatistics(running: $0.running, waiting: $0.waiting, refused: $0.refused) }
    }

    /// A hash and the task that awaits it.
    private struct Job: Sendable {
        let work: @Sendable () -> Void
        let refuse: @Sendable () -> Void
    }

    private func run<Result: Sendable>(_ work: @escaping @Sendable (any PasswordHasher) -> Result?) async throws(Fault) -> Result {
        let hasher = hasher
        let outcome: Swift.Result<Result, Fault> = await withCheckedContinuation { continuation in
            submit(
                Job(
                    work: {
                        let result = work(hasher)
                        continuation.resume(returning: result.map(Swift.Result.success) ?? .failure(.busy("no memory for hashing")))
                    },
                    refuse: { continuation.resume(returning: .failure(.busy("the queue for password hashing is full"))) }))
        }
        return try outcome.get()
    }

    private func submit(_ job: Job) {
        switch queue.withLock({ $0.admit(job, at: .now) }) {
        case .wait: break
        case .refuse: job.refuse()
        case .start:
            guard !BackgroundThread.start({ self.runJobs(startingWith: job) }) else { return }
            let stranded = queue.withLock { $0.threadStartFailed() }
            for job in [job] + stranded { job.refuse() }
        }
    }

    /// The loop of a thread: it runs one job after another while there are any. Starting a thread costs a thousandth of a hash.
    private func runJobs(startingWith first: Job) {
        first.work()
        while true {
            let (next, expired) = queue.withLock { $0.finish(at: .now) }
            for job in expired { job.refuse() }
            guard let next else { return }
            next.work()
        }
    }
}

/// The state of a ``PasswordHashingLimiter`` at one moment.
public struct HashStatistics: Sendable, Equatable {
    public let running: Int
    public let waiting: Int
    /// Since the start of the process.
    public let refused: Int
}

extension Fault {
    fileprivate static func busy(_ cause: String) -> Fault {
        Fault(.serviceUnavailable, retryAfter: 2, cause: cause)
    }
}

/// Hashes and verifies passwords. Both are slow on purpose: call them through a ``PasswordHashingLimiter`` only.
public protocol PasswordHasher: Sendable {
    /// A new hash with a fresh salt; `nil` when there is not enough memory.
    func hash(_ password: Secret) -> String?
    /// Whether the password fits the stored hash; `nil` when there is not enough memory.
    func verify(_ password: Secret, against stored: String) -> Bool?
    /// Whether the stored hash should be replaced by one of the current cost.
    func isOutdated(_ stored: String) -> Bool
    /// A well-formed hash that no password fits: verifying it costs what verifying an account's password costs.
    var dummyHash: String { get }
}
