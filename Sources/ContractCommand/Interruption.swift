import Foundation

/// Ctrl-C and SIGTERM as the cancellation of what runs.
enum Interruption {
    /// The signals are caught before the work begins, and end the process again afterwards.
    static func cancelling<Result: Sendable>(_ work: @escaping @Sendable () async throws -> Result) async throws -> Result {
        let (signals, continuation) = AsyncStream.makeStream(of: Void.self)
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { continuation.yield() }
            source.resume()
            return source
        }
        let task = Task { try await work() }
        let watch = Task { for await _ in signals { task.cancel() } }
        defer {
            watch.cancel()
            for source in sources { source.cancel() }
            for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
        }
        return try await task.value
    }
}
