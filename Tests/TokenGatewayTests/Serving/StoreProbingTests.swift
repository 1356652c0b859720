import Logging
import ServiceLifecycle
import Synchronization
import Testing
import TokenCore

@testable import TokenGateway

@Suite(.timeLimit(.minutes(5))) struct StoreProbingTests {
    /// One line for each change, and a single one for the loss of the database.
    @Test func everyChangeIsLoggedOnce() async throws {
        let states: [StoreHealth.State] = [
            .writable, .failing("full"), .failing("full"), .writable, .writable, .failing("busy"), .lost("deleted"), .lost("deleted"),
        ]
        let lines = Mutex<[String]>([])
        let round = Mutex(0)
        let logger = Logger(label: "test") { _ in
            LineLogHandler(label: "test", isJSON: true) { line in lines.withLock { $0.append(line) } }
        }
        let (done, finish) = AsyncStream.makeStream(of: Void.self)
        let probing = StoreProbing(
            probe: {
                round.withLock { round in
                    defer { round += 1 }
                    return states[min(round, states.count - 1)]
                }
            }, logger: logger,
            sleep: {
                guard round.withLock({ $0 }) == states.count + 2 else { return }
                finish.yield()
                try await Task.sleep(for: .seconds(3600))
            })
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: probing, successTerminationBehavior: .gracefullyShutdownGroup)], logger: Logger(label: "quiet")))
        async let stopped: Void = group.run()
        for await _ in done { break }
        await group.triggerGracefulShutdown()
        try await stopped
        let printed = lines.withLock { $0 }
        #expect(printed.count == 4, "\(printed)")
        for (line, part) in zip(printed, ["full", "can be written again", "busy", "deleted"]) { #expect(line.contains(part)) }
        #expect(printed.last?.contains("critical") == true)
    }
}
