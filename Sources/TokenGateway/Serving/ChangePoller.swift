import Logging
import ServiceLifecycle
import ServiceModel
import TokenCore

/// Sees several times a second what other processes have changed in the database, so that what is kept in memory is not older than the
/// second that `cli.md` promises. While it cannot be seen, nothing kept is used: only then is a failure worth a line.
struct ChangePoller: Service {
    let poll: @Sendable () async throws(Fault) -> Void
    let logger: Logger
    /// Waits between two looks; throws when it is cancelled.
    let sleep: @Sendable () async throws -> Void

    init(
        poll: @escaping @Sendable () async throws(Fault) -> Void, logger: Logger,
        sleep: @escaping @Sendable () async throws -> Void = { try await Task.sleep(for: ChangeTracker.interval) }
    ) {
        self.poll = poll
        self.logger = logger
        self.sleep = sleep
    }

    init(of tracker: ChangeTracker, logger: Logger) {
        self.init(poll: { () async throws(Fault) in try await tracker.poll() }, logger: logger)
    }

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                var isBlind = false
                while !Task.isCancelled {
                    isBlind = await see(wasBlind: isBlind)
                    try await sleep()
                }
            }
        } catch is CancellationError {
            // Told to stop; requests under way read the store when the last lease is over.
        }
    }

    /// - Returns: whether nothing could be seen.
    private func see(wasBlind: Bool) async -> Bool {
        do {
            try await poll()
            return false
        } catch {
            if !wasBlind {
                logger.warning(
                    "changes by others cannot be seen, every token is read anew",
                    metadata: ["message": "\(error.message.id)", "cause": "\(error.cause ?? "-")"])
            }
            return true
        }
    }
}
