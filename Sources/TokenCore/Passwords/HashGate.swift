import Dispatch
public import ServiceModel

/// Bounds how many passwords are hashed at once and how many wait: beyond that it refuses at once with `service.unavailable`
/// instead of queueing without end.
///
/// Hashing runs on threads of its own, never on the pool that carries requests.
public actor HashGate {
    public struct Limits: Sendable, Equatable {
        /// Hashes at the same moment; times the memory of one hash this is the memory of the gate.
        public let concurrent: Int
        public let waiting: Int

        public init(concurrent: Int, waiting: Int) {
            self.concurrent = max(1, concurrent)
            self.waiting = max(0, waiting)
        }
    }

    public nonisolated let hasher: any PasswordHasher
    private let limits: Limits
    private let queue = DispatchQueue(label: "token-gateway.hashing", qos: .utility, attributes: .concurrent)
    private var running = 0
    private var waiting: [CheckedContinuation<Bool, Never>] = []

    public init(hasher: any PasswordHasher, limits: Limits) {
        self.hasher = hasher
        self.limits = limits
    }

    /// Passwords longer than this are wrong, in the time of a wrong one (contract: `rest.md` §14).
    public static let longestPassword = 4096

    /// Whether the password fits the stored text. Without one, or with a password too long to be hashed, the stand-in is
    /// verified, so that the answer takes as long.
    public func verify(_ password: Secret, against stored: String?) async throws(Fault) -> Bool {
        let fits = password.count <= Self.longestPassword
        let checked = fits ? password : Secret("")
        let text = fits ? stored ?? hasher.standIn : hasher.standIn
        let matches = try await run { $0.verify(checked, against: text) }
        return matches && fits && stored != nil
    }

    public func hash(_ password: Secret) async throws(Fault) -> String {
        try await run { $0.hash(password) }
    }

    private func run<Result: Sendable>(_ work: @escaping @Sendable (any PasswordHasher) -> Result?) async throws(Fault) -> Result {
        guard await enter() else { throw Fault(.serviceUnavailable, retryAfter: 2, cause: "hash gate full") }
        let hasher = hasher
        let queue = queue
        let result: Result? = await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work(hasher)) }
        }
        leave()
        guard let result else { throw Fault(.serviceUnavailable, retryAfter: 2, cause: "no memory for hashing") }
        return result
    }

    private func enter() async -> Bool {
        if running < limits.concurrent {
            running += 1
            return true
        }
        guard waiting.count < limits.waiting else { return false }
        return await withCheckedContinuation { waiting.append($0) }
    }

    /// Hands the place to whoever waits longest.
    private func leave() {
        if waiting.isEmpty {
            running -= 1
        } else {
            waiting.removeFirst().resume(returning: true)
        }
    }
}
