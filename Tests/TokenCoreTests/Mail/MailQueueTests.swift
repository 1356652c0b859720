import ServiceModel
import TestSupport
import Testing
import TokenCore

@Suite(.timeLimit(.minutes(5))) struct MailQueueTests {
    private func mail(_ test: TestCore, _ recipient: String = "ann@example.test", token: String = "k2v0x8m1") -> OutgoingMail {
        OutgoingMail(
            kind: .passwordReset, recipient: recipient, recipientName: "Ann",
            values: ["token": .secret(Secret(token)), "hours": .text("2")],
            createdAt: test.clock.now())
    }

    private func enqueue(_ test: TestCore, _ mail: OutgoingMail) async throws -> Bool {
        try await test.database.write { try test.core.mail.enqueue(mail, in: $0) }
    }

    @Test func aClaimedMailEqualsTheQueuedMail() async throws {
        let test = try TestCore()
        defer { test.remove() }
        #expect(try await enqueue(test, mail(test)))
        let claimed = try await test.core.mail.claim(limit: 4, lease: 60)
        let queued = try #require(claimed.first)
        #expect(claimed.count == 1)
        #expect(queued.attempts == 1)
        #expect(queued.recipient == "ann@example.test")
        #expect(!"\(queued)".contains("k2v0x8m1"), "the token is not in the row")
        let contents = try test.core.mail.contents(of: queued)
        #expect(contents.kind == .passwordReset)
        guard case .secret(let secret) = contents.values["token"], case .text("2") = contents.values["hours"] else {
            Issue.record("values: \(contents.values)")
            return
        }
        #expect(secret.matches(Secret("k2v0x8m1")))
    }

    @Test func secretsOpenForTheirOwnMailOnly() async throws {
        let test = try TestCore()
        defer { test.remove() }
        _ = try await enqueue(test, mail(test))
        let queued = try #require(try await test.core.mail.claim(limit: 1, lease: 60).first)
        let moved = QueuedMail(
            reference: "other", kind: queued.kind, recipient: "eve@example.test", recipientName: "", texts: queued.texts,
            sealed: queued.sealed, createdAt: queued.createdAt, dueAt: queued.dueAt)
        #expect(throws: (any Error).self) { try test.core.mail.contents(of: moved) }
    }

    @Test func aRolledBackTransactionQueuesNothing() async throws {
        struct SecondThoughts: Error {}
        let test = try TestCore()
        defer { test.remove() }
        let mail = mail(test)
        await #expect(throws: (any Error).self) {
            try await test.database.write { session in
                _ = try test.core.mail.enqueue(mail, in: session)
                throw SecondThoughts()
            }
        }
        #expect(try await test.core.mail.claim(limit: 1, lease: 60).isEmpty)
    }

    @Test func aClaimedMailBelongsToOneWorkerUntilTheLeaseExpires() async throws {
        let test = try TestCore()
        defer { test.remove() }
        _ = try await enqueue(test, mail(test))
        let first = try #require(try await test.core.mail.claim(limit: 4, lease: 60).first)
        #expect(try await test.core.mail.claim(limit: 4, lease: 60).isEmpty)
        test.clock.advance(seconds: 60)
        let second = try #require(try await test.core.mail.claim(limit: 4, lease: 60).first)
        #expect(second.reference == first.reference)
        #expect(second.attempts == 2)
        try await test.core.mail.remove(first)
        test.clock.advance(seconds: 60)
        let third = try #require(try await test.core.mail.claim(limit: 4, lease: 60).first, "a late worker settles nothing")
        try await test.core.mail.remove(third)
        test.clock.advance(seconds: 60)
        #expect(try await test.core.mail.claim(limit: 4, lease: 60).isEmpty)
    }

    @Test func concurrentWorkersClaimDistinctMails() async throws {
        let test = try TestCore()
        defer { test.remove() }
        for number in 0..<40 { _ = try await enqueue(test, mail(test, "a\(number)@example.test")) }
        let claimed = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<20 { group.addTask { try await test.core.mail.claim(limit: 3, lease: 60).map(\.recipient) } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(claimed.count == 40)
        #expect(Set(claimed).count == 40)
    }

    @Test func retriesBackOffAndEndAfterADay() async throws {
        let test = try TestCore()
        defer { test.remove() }
        _ = try await enqueue(test, mail(test))
        let start = test.clock.now()
        var waits: [Int64] = []
        while let claimed = try await test.core.mail.claim(limit: 1, lease: 60).first {
            guard let next = try await test.core.mail.postpone(claimed) else { break }
            waits.append((next.milliseconds - test.clock.now().milliseconds) / 60_000)
            test.clock.advance(milliseconds: next.milliseconds - test.clock.now().milliseconds - 1)
            #expect(try await test.core.mail.claim(limit: 1, lease: 60).isEmpty)
            test.clock.advance(milliseconds: 1)
        }
        #expect(waits.prefix(5) == [1, 5, 30, 120, 120])
        #expect(test.clock.now().milliseconds - start.milliseconds <= 86_400_000)
        test.clock.advance(seconds: 86400)
        #expect(try await test.core.mail.claim(limit: 1, lease: 60).isEmpty, "given up mails are gone")
    }

    @Test func aFullQueueTakesNoMoreMails() async throws {
        let test = try TestCore()
        defer { test.remove() }
        let mail = mail(test)
        let last = try await test.database.write { session in
            var last = true
            for _ in 0..<MailQueue.capacity { last = try test.core.mail.enqueue(mail, in: session) }
            return last
        }
        #expect(last)
        #expect(try await !enqueue(test, mail))
        #expect(try await !enqueue(test, mail))
        #expect(test.core.mail.takeDropped() == 2)
        #expect(test.core.mail.takeDropped() == 0)
        let claimed = try #require(try await test.core.mail.claim(limit: 1, lease: 60).first)
        try await test.core.mail.remove(claimed)
        #expect(try await enqueue(test, mail))
    }
}
