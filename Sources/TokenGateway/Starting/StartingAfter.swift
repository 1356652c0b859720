import ServiceLifecycle

/// A service that starts when others are ready; when they fail, it never does.
struct StartingAfter<Base: Service>: Service {
    /// Each ends, or has an element, when what it stands for is ready.
    let ready: [AsyncStream<Void>]
    let base: Base

    func run() async throws {
        for signal in ready {
            await cancelWhenGracefulShutdown {
                for await _ in signal { break }
            }
            // A stream ends as well when the wait is cancelled.
            guard !Task.isCancelled, !Task.isShuttingDownGracefully else { return }
        }
        try await base.run()
    }
}
