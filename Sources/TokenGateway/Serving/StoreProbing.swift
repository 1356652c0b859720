import Logging
import ServiceLifecycle
import TokenCore

/// Probes several times a second whether the store can be written, and logs each change.
struct StoreProbing: Service {
    /// - Returns: the state that a write would find now.
    let probe: @Sendable () async -> StoreHealth.State
    let logger: Logger
    /// Waits between two probes; throws when it is cancelled.
    let sleep: @Sendable () async throws -> Void

    init(
        probe: @escaping @Sendable () async -> StoreHealth.State, logger: Logger,
        sleep: @escaping @Sendable () async throws -> Void = { try await Task.sleep(for: StoreHealth.interval) }
    ) {
        self.probe = probe
        self.logger = logger
        self.sleep = sleep
    }

    init(of core: Core, logger: Logger) {
        self.init(
            probe: {
                await core.probeStore()
                return core.health.state
            }, logger: logger)
    }

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                var last = StoreHealth.State.writable
                while !Task.isCancelled {
                    let state = await probe()
                    log(state, after: last)
                    last = state
                    try await sleep()
                }
            }
        } catch is CancellationError {
            // The server stops.
        }
    }

    private func log(_ state: StoreHealth.State, after last: StoreHealth.State) {
        switch (last, state) {
        case (.lost, _), (.writable, .writable), (.failing, .failing): break
        case (_, .lost(let cause)):
            logger.critical(
                "the database is gone, every request that needs it gets 503 until a restart: put the file back, or restore a back-up, then start again",
                metadata: ["cause": "\(cause)"])
        case (.writable, .failing(let cause)):
            logger.error("the database cannot be written, the server is not ready", metadata: ["cause": "\(cause)"])
        case (.failing, .writable): logger.notice("the database can be written again")
        }
    }
}
