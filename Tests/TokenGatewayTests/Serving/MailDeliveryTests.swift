import GatewayMail
import Logging
import ServiceLifecycle
import ServiceModel
import Synchronization
import Testing
import TokenCore

@testable import TokenGateway

/// A mailer with prepared results that keeps the messages it accepted.
private final class FakeMailer: Mailer {
    private let results: Mutex<[MailFailure?]>
    let taken = Mutex<[String]>([])

    /// - Parameter results: one for each message; later ones are accepted.
    init(_ results: [MailFailure?] = []) { self.results = Mutex(results) }

    func send(_ message: MailMessage) async throws(MailFailure) {
        if let failure = results.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { throw failure }
        taken.withLock { $0.append(String(decoding: message.bytes, as: UTF8.self)) }
    }
}

@Suite(.timeLimit(.minutes(5))) struct MailDeliveryTests {
    private let session: Session
    private let core: Core

    init() throws {
        session = try Session()
        core = try session.core()
    }

    private func delivery(_ mailer: FakeMailer) throws -> MailDelivery {
        let composer = MailComposer(templates: try MailTemplates(), sender: try #require(MailAddress("shop@shop.test")))
        return MailDelivery(
            queue: core.mail, composer: composer, mailer: mailer, lease: 60, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    private func enqueue(_ count: Int = 1, name: String = "Ann") async throws {
        let now = SystemClock().now()
        _ = try await core.database.write { session in
            for number in 0..<count {
                try core.mail.enqueue(
                    .init(
                        kind: .passwordReset, recipient: "ann\(number)@example.test", recipientName: name,
                        values: ["token": .secret(Secret("k2v0x8m1"))], createdAt: now), in: session)
            }
        }
    }

    private func waiting() async throws -> Int { try await core.database.read { try $0.queuedMails(upTo: 100) } }

    @Test func dueMailsAreDeliveredOnce() async throws {
        try await enqueue(6)
        let mailer = FakeMailer()
        let delivery = try delivery(mailer)
        #expect(await delivery.deliver() == MailDelivery.width)
        #expect(await delivery.deliver() == 2)
        #expect(await delivery.deliver() == 0)
        let taken = mailer.taken.withLock { $0 }
        #expect(taken.count == 6)
        #expect(taken.allSatisfy { $0.contains("k2v0x8m1") && $0.contains("From: shop@shop.test\r\n") })
        #expect(try await waiting() == 0)
    }

    @Test func aFailedMailStaysInTheQueue() async throws {
        try await enqueue()
        let mailer = FakeMailer([MailFailure("down")])
        let delivery = try delivery(mailer)
        #expect(await delivery.deliver() == 1)
        #expect(await delivery.deliver() == 0, "not before the wait is over")
        #expect(try await waiting() == 1)
    }

    @Test func aFinalFailureRemovesTheMail() async throws {
        try await enqueue()
        #expect(await (try delivery(FakeMailer([MailFailure("no such mailbox", isFinal: true)]))).deliver() == 1)
        #expect(try await waiting() == 0)
    }

    @Test func aNameWithALineBreakIsNeverSent() async throws {
        try await enqueue(name: "Ann\r\nBcc: eve@example.test")
        let mailer = FakeMailer()
        #expect(await (try delivery(mailer)).deliver() == 1)
        let taken = mailer.taken.withLock { $0 }
        #expect(taken.isEmpty)
        #expect(try await waiting() == 0)
    }

    @Test func theServiceDeliversTheQueueAndStops() async throws {
        try await enqueue(5)
        let mailer = FakeMailer()
        var delivery = try delivery(mailer)
        let (asleep, sleeping) = AsyncStream.makeStream(of: Void.self)
        delivery.sleep = {
            sleeping.yield()
            try await Task.sleep(for: .seconds(3600))
        }
        let group = ServiceGroup(
            configuration: .init(services: [.init(service: delivery)], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        async let running: Void = group.run()
        for await _ in asleep { break }
        #expect(mailer.taken.withLock(\.count) == 5, "it sleeps when the queue is empty")
        await group.triggerGracefulShutdown()
        try await running
    }

    @Test func lastUsesAreWrittenWhenTheServiceStops() async throws {
        await session.run("admin", "create", "ops", "--email", "o@b.example", "--password-stdin", input: FakeInput.piped("Passw0rd!"))
        let store = try #require(try await core.directory.current().defaultScope)
        let context = CallContext(caller: .guest, store: store, origin: Origin(address: "", requestID: ""))
        let token = try await core.signIn.admin(username: "ops", password: Secret("Passw0rd!"), context)
        let (asleep, sleeping) = AsyncStream.makeStream(of: Void.self)
        let recording = LastUsedFlusher(uses: core.lastUsed, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }) {
            sleeping.yield()
            try await Task.sleep(for: .seconds(3600))
        }
        let group = ServiceGroup(
            configuration: .init(services: [.init(service: recording)], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        async let running: Void = group.run()
        for await _ in asleep { break }
        _ = try await core.tokens.caller(bearing: token)
        await group.triggerGracefulShutdown()
        try await running
        let listing = await session.run("token", "list", "--json")
        #expect(listing.out.contains("\"last_used_at\":\"20"))
    }
}
