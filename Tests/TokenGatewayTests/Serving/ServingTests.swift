import Foundation
import Logging
import ServiceLifecycle
import ServiceModel
import Synchronization
import Testing
import TokenCore

@testable import TokenGateway

@Suite struct DemoTests {
    @Test func demoAccountsAreCreatedOnce() async throws {
        let session = try Session()
        let demo = DemoAccounts(core: try session.core())
        let first = try await demo.prepare()
        #expect(first.created == ["administrator demo", "customer demo@example.test"])
        let second = try await demo.prepare()
        #expect(second == .init(created: [], customerID: first.customerID))
        let admins = try await demo.core.administration(as: .localOperator).admins()
        #expect(admins.map(\.roleName) == ["Demo"])
        let role = try await demo.core.administration(as: .localOperator).roles().first { $0.name == "Demo" }
        #expect(role?.resources == ["Magento_Customer::customer", "Magento_Integration::config_oauth"])
    }

    @Test func existingDemoAccountsAreNotChanged() async throws {
        let session = try Session()
        await session.run("admin", "create", "Demo", "--email", "x@b.example", "--password-stdin", input: FakeInput.piped("My-0wn-one"))
        let core = try session.core()
        let administration = core.administration(as: .localOperator)
        try await administration.setAdmin("demo", active: false)
        let before = try await administration.admins().map(\.account)
        #expect(try await DemoAccounts(core: core).prepare().created == ["customer demo@example.test"])
        #expect(try await administration.admins().map(\.account) == before)
    }

    @Test(arguments: [
        ["admin", "create", "alice", "--email", "a@b.example", "--password-stdin"],
        ["customer", "create", "jane@b.example", "--password-stdin"],
    ])
    func aDatabaseWithOtherAccountsIsRefused(arguments: [String]) async throws {
        let session = try Session()
        #expect(await Program.run(arguments, in: session.shell(input: FakeInput.piped("Passw0rd!"))) == 0)
        let core = try session.core()
        let administration = core.administration(as: .localOperator)
        await #expect(throws: CommandError.self) { try await DemoAccounts(core: core).prepare() }
        #expect(try await administration.admins().count + core.customers.list(after: 0, limit: 9).count == 1)
    }

    @Test func callsNameTheListenerAndTheBaseURL() {
        let calls = DemoCalls(
            address: "http://127.0.0.1:4711", baseURL: "https://g.example/shop", outcome: .init(created: [], customerID: 1)
        ).text
        #expect(calls.contains("curl -s http://127.0.0.1:4711/shop/rest/V1/integration/admin/token -H 'Content-Type: application/json'"))
        #expect(calls.contains("'http://127.0.0.1:4711/shop/soap/default?services=integrationCustomerTokenServiceV1'"))
        #expect(calls.contains("xmlns:t=\"https://g.example/shop/soap/default?services=integrationCustomerTokenServiceV1\""))
        #expect(calls.contains(DemoAccounts.password))
    }

    @Test func theListeningLineNamesTheAddress() {
        #expect(ListeningLine.text(address: "http://127.0.0.1:4711").contains("listening on http://127.0.0.1:4711"))
    }
}

@Suite(.timeLimit(.minutes(5))) struct HourlyCleanupTests {
    private struct Noon: WallClock {
        func now() -> Timestamp { Timestamp(milliseconds: 12 * 3_600_000 + 600_000) }
    }

    @Test(
        arguments: [
            (0, 3_600_000), (1, 3_599_999), (3_599_999, 1), (3_600_000, 3_600_000), (-1, 1),
        ] as [(Int64, Int)])
    func theNextRunIsAtTheFullHour(now: Int64, wait: Int) {
        #expect(HourlyCleanup.untilNextHour(from: Timestamp(milliseconds: now)) == .milliseconds(wait))
    }

    /// Three hours: done, done by another node, failed; then the service is stopped.
    @Test func aFailureDoesNotEndTheService() async throws {
        let lines = Mutex<[String]>([])
        let waits = Mutex<[Duration]>([])
        let runs = Mutex(0)
        let logger = Logger(label: "test") { _ in
            var handler = LineLogHandler(label: "test", isJSON: true) { line in lines.withLock { $0.append(line) } }
            handler.logLevel = .debug
            return handler
        }
        let (done, finish) = AsyncStream.makeStream(of: Void.self)
        let service = HourlyCleanup(
            clean: { () async throws(Fault) in
                let earlier = runs.withLock { runs in
                    defer { runs += 1 }
                    return runs
                }
                switch earlier {
                case 0: return 7
                case 1: return nil
                default: throw Fault(.serviceUnavailable, cause: "disk full")
                }
            },
            clock: Noon(), logger: logger, jitter: { .seconds(5) },
            sleep: { duration in
                waits.withLock { $0.append(duration) }
                guard waits.withLock({ $0.count }) > 3 else { return }
                finish.yield()
                try await Task.sleep(for: .seconds(3600))
            })
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)], logger: Logger(label: "quiet")))
        async let stopped: Void = group.run()
        for await _ in done { break }
        await group.triggerGracefulShutdown()
        try await stopped
        #expect(waits.withLock { $0 }.allSatisfy { $0 == .seconds(3005) })
        #expect(runs.withLock { $0 } == 3)
        let text = lines.withLock { $0.joined() }
        #expect(text.contains("\"tokens\":\"7\"") && text.contains("another node") && text.contains("disk full"))
    }
}
