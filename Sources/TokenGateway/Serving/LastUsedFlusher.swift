import Logging
import ServiceLifecycle
import ServiceModel
import TokenCore

/// Writes every few seconds, and once more at the end, when tokens were last used. A failure is logged; the next round tries again.
struct LastUsedFlusher: Service {
    let uses: LastUsedTracker
    let logger: Logger
    /// Waits between two rounds; throws when it is cancelled.
    var sleep: @Sendable () async throws -> Void = { try await Task.sleep(for: .seconds(10)) }

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while !Task.isCancelled {
                    try await sleep()
                    await write()
                }
            }
        } catch is CancellationError {
            // The server stops; the last round follows.
        }
        await write()
    }

    private func write() async {
        do {
            _ = try await uses.flush()
        } catch {
            logger.warning(
                "last uses of tokens cannot be written", metadata: ["message": "\(error.message.id)", "cause": "\(error.cause ?? "-")"])
        }
    }
}
