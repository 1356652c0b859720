import Logging
import ServiceLifecycle
import ServiceModel
import TokenCore

/// Deletes expired and revoked tokens shortly after every full hour (contract: `tokens.md` §8). A failure is logged; the next hour
/// tries again.
struct HourlyCleanup: Service {
    /// - Returns: how many tokens were deleted; `nil` when another node has done it.
    typealias Clean = @Sendable () async throws(Fault) -> Int?

    private let clean: Clean
    private let clock: any WallClock
    private let logger: Logger
    private let jitter: @Sendable () -> Duration
    private let sleep: @Sendable (Duration) async throws -> Void

    /// - Parameters:
    ///   - jitter: how long after the full hour, so that nodes do not start at the same moment.
    ///   - sleep: waits; throws when it is cancelled.
    init(
        clean: @escaping Clean, clock: any WallClock = SystemClock(), logger: Logger,
        jitter: @escaping @Sendable () -> Duration = { .milliseconds(Int.random(in: 1000...20000)) },
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.clean = clean
        self.clock = clock
        self.logger = logger
        self.jitter = jitter
        self.sleep = sleep
    }

    init(of core: Core, logger: Logger) {
        self.init(clean: { () async throws(Fault) in try await core.cleanup.hourly() }, logger: logger)
    }

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while !Task.isCancelled {
                    try await sleep(Self.untilNextHour(from: clock.now()) + jitter())
                    await cleanOnce()
                }
            }
        } catch is CancellationError {
            // The server stops. The rest is for the next start.
        }
    }

    private func cleanOnce() async {
        do {
            guard let count = try await clean() else { return logger.debug("clean-up: done by another node") }
            logger.info("clean-up: ended tokens deleted", metadata: ["tokens": "\(count)"])
        } catch {
            logger.error("clean-up failed", metadata: ["message": "\(error.message.id)", "cause": "\(error.cause ?? "-")"])
        }
    }

    static func untilNextHour(from now: Timestamp) -> Duration {
        let hour: Int64 = 3_600_000
        let past = now.milliseconds % hour
        return .milliseconds(hour - (past < 0 ? past + hour : past))
    }
}
