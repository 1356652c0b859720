import GatewayMetrics
import Metrics
import TokenCore

/// A database that records how long each call takes, including the wait for its single writer.
struct TimedDatabase: Database {
    private let base: any Database
    private let reads: Timer
    private let writes: Timer

    init(_ base: any Database, metrics: any MetricsFactory) {
        self.base = base
        reads = Timer(label: MeasuredName.storeDuration.text, dimensions: [("access", "read")], factory: metrics)
        writes = Timer(label: MeasuredName.storeDuration.text, dimensions: [("access", "write")], factory: metrics)
    }

    func verifyPresence() async throws { try await base.verifyPresence() }

    var writeObstacle: String? { base.writeObstacle }

    func scratchCopy() async throws -> any Database { try await base.scratchCopy() }

    func read<Result: Sendable>(_ body: @Sendable (any StoreSession) throws -> Result) async throws -> Result {
        let start = ContinuousClock.now
        defer { reads.record(duration: start.duration(to: .now)) }
        return try await base.read(body)
    }

    func write<Result: Sendable>(_ body: @escaping @Sendable (any StoreSession) throws -> Result) async throws -> Result {
        let start = ContinuousClock.now
        defer { writes.record(duration: start.duration(to: .now)) }
        return try await base.write(body)
    }
}
