import Logging
import ServiceLifecycle
import ServiceModel
import Synchronization
import Testing
import TokenCore

@testable import TokenGateway

@Suite(.timeLimit(.minutes(5))) struct ChangePollerTests {
    /// One poll succeeds, two fail, one succeeds; then the service is stopped.
    @Test func pollsUntilItIsStoppedAndLogsAFailureOnce() async throws {
        let lines = Mutex<[String]>([])
        let rounds = Mutex(0)
        let logger = Logger(label: "test") { _ in
            LineLogHandler(label: "test", isJSON: true) { line in lines.withLock { $0.append(line) } }
        }
        let (done, finish) = AsyncStream.makeStream(of: Void.self)
        let poller = ChangePoller(
            poll: { () async throws(Fault) in
                if (1...2).contains(rounds.withLock { $0 }) { throw Fault(.serviceUnavailable, cause: "disk gone") }
            },
            logger: logger,
            sleep: {
                let round = rounds.withLock { rounds in
                    rounds += 1
                    return rounds
                }
                guard round == 4 else { return }
                finish.yield()
                try await Task.sleep(for: .seconds(3600))
            })
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: poller, successTerminationBehavior: .gracefullyShutdownGroup)], logger: Logger(label: "quiet")))
        async let stopped: Void = group.run()
        for await _ in done { break }
        await group.triggerGracefulShutdown()
        try await stopped
        #expect(rounds.withLock { $0 } == 4)
        #expect(lines.withLock { $0.count } == 1, "one line while polls fail")
        #expect(lines.withLock { $0.joined() }.contains("disk gone"))
    }
}
