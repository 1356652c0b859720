import Logging
import ServiceLifecycle
import ServiceModel
import TokenCore

/// Polls several times a second what other processes have changed in the database, so that no cached fact is older than the second that
/// `cli.md` promises. While the changes cannot be read, nothing cached is used, and one line is logged.
struct ChangePoller: Service {
    let poll: @Sendable () async throws(Fault) -> Void
    let logger: Logger
    /// Waits between two polls; throws when it is cancelled.
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
                var hasFailed = false
                while !Task.isCancelled {
                    hasFailed = await pollFails(again: hasFailed)
                    try await sleep()
                }
            }
        } catch is CancellationError {
            // The server stops. Requests in progress read the store once the last lease has expired.
        }
    }

    /// - Parameter again: whether the poll before failed; then nothing is logged.
    private func pollFails(again: Bool) async -> Bool {
        do {
            try await poll()
            return false
        } catch {
            if !again {
                logger.warning(
                    "changes by other processes cannot be read, tokens are not cached",
                    metadata: ["message": "\(error.message.id)", "cause": "\(error.cause ?? "-")"])
            }
            return true
        }
    }
}
